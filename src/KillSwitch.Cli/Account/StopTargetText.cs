using KillSwitch.Core.Invocations;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Account;

/// <summary>Reads the TARGET of a command: <c>role/NAME</c>, <c>user/NAME</c>, or an ARN of one.</summary>
internal static class StopTargetText
{
    public static StopTarget.Principal Read(string text, string account)
    {
        var principal = text switch
        {
            _ when text.StartsWith("arn:", StringComparison.Ordinal) => Caller.Parse(text).Principal,
            _ when IsNamed(text, "role/") => new Principal(PrincipalKind.Role, text, $"arn:aws:iam::{account}:{text}"),
            _ when IsNamed(text, "user/") => new Principal(PrincipalKind.User, text, $"arn:aws:iam::{account}:{text}"),
            _ => null,
        };
        if (principal is null or { Kind: PrincipalKind.Other or PrincipalKind.Root })
            throw new BadInputException($"`{text}` cannot be stopped; allowed is `role/NAME`, `user/NAME`, or the ARN of a role or a user");
        if (principal.Arn.Split(':') is [_, _, _, _, var owner, ..] && owner != account)
            throw new BadInputException($"`{text}` belongs to account `{owner}`, and the guard to `{account}`");
        return new StopTarget.Principal(account, principal.Name, principal.Arn);
    }

    private static bool IsNamed(string text, string kind) =>
        text.StartsWith(kind, StringComparison.Ordinal) && text.Length > kind.Length && text.IndexOf('/', kind.Length) < 0;
}

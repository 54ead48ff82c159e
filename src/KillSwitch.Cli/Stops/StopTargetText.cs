using KillSwitch.Cli.Inputs;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Stops;

/// <summary>
/// Reads the TARGET of a command: <c>role/NAME</c>, <c>user/NAME</c>, an ARN of one, <c>role/NAME/SESSION</c>, <c>model/ID</c>,
/// <c>principalTag:KEY=VALUE</c>, <c>tag:KEY=VALUE</c>, <c>account</c> or the account's number.
/// </summary>
internal static class StopTargetText
{
    /// <summary>The guard's own account.</summary>
    public const string WholeAccount = "account";

    private const string NoAccount = "000000000000";
    private const string OfModel = "model/";
    private const string OfTag = "principalTag:";

    public static StopTarget Read(string text, string account)
    {
        if (text == WholeAccount || text == account)
            return new StopTarget.WholeAccount(account);
        if (text.Length == 12 && text.All(char.IsAsciiDigit))
            throw new BadInputException($"`{text}` is another account; the guard is in `{account}`");

        if (text.StartsWith(OfModel, StringComparison.Ordinal))
            return Model(text, account);
        if (Pair(text, StopTarget.Tag.Prefix) is var (key, value))
            return new StopTarget.Tag(account, key, value);
        if (Pair(text, OfTag) is var (carried, by))
            return new StopTarget.Principals(account, carried, by);
        if (text.Split('/') is ["role", { Length: > 0 } role, { Length: > 0 } session])
            return new StopTarget.Session(account, "role/" + role, $"arn:aws:iam::{account}:role/{role}", session);

        var principal = text switch
        {
            _ when text.StartsWith("arn:", StringComparison.Ordinal) => Caller.Parse(text).Principal,
            _ when IsNamed(text, "role/") => new Principal(PrincipalKind.Role, text, $"arn:aws:iam::{account}:{text}"),
            _ when IsNamed(text, "user/") => new Principal(PrincipalKind.User, text, $"arn:aws:iam::{account}:{text}"),
            _ => null,
        };
        if (principal is null or { Kind: PrincipalKind.Other or PrincipalKind.Root })
        {
            throw new BadInputException(
                $"`{text}` cannot be stopped; allowed is `role/NAME`, `user/NAME`, the ARN of a role or a user, `role/NAME/SESSION`, "
                + "`model/ID`, `principalTag:KEY=VALUE`, `tag:KEY=VALUE`, or `account`");
        }

        if (principal.Arn.Split(':') is [_, _, _, _, var owner, ..] && owner != account)
            throw new BadInputException($"`{text}` belongs to account `{owner}`, and the guard to `{account}`");
        return new StopTarget.Principal(account, principal.Name, principal.Arn);
    }

    /// <summary>The same before it is known which account the guard is in; a text that names one is taken to be of that.</summary>
    public static StopTarget ReadAnywhere(string text) => Read(text, text.Split(':') switch
    {
        _ when text.Length == 12 && text.All(char.IsAsciiDigit) => text,
        ["arn", _, _, _, { Length: 12 } account, ..] => account,
        _ => NoAccount,
    });

    /// <summary>The same, or null where the text names nothing that can be stopped.</summary>
    public static StopTarget? TryRead(string text, string account)
    {
        try
        {
            return Read(text, account);
        }
        catch (BadInputException)
        {
            return null;
        }
    }

    /// <summary>What a model's stop is called, however the id was written.</summary>
    public static string? ModelName(string text) =>
        text.StartsWith(OfModel, StringComparison.Ordinal) ? ModelId.Parse(text[OfModel.Length..]).Id : null;

    // KEY=VALUE after the word that says of what.
    private static (string Key, string Value)? Pair(string text, string of) =>
        text.StartsWith(of, StringComparison.Ordinal) && text[of.Length..].Split('=', 2) is [{ Length: > 0 } key, { Length: > 0 } value]
        ? (key, value)
        : null;

    private static StopTarget.Model Model(string text, string account)
    {
        var model = new StopTarget.Model(account, ModelName(text)!);
        return ModelMarks.Of(model) is null
            ? throw new BadInputException($"`{text}` is no model that a policy can name; allowed is the id or the ARN of one")
            : model;
    }

    private static bool IsNamed(string text, string kind) =>
        text.StartsWith(kind, StringComparison.Ordinal) && text.Length > kind.Length && text.IndexOf('/', kind.Length) < 0;
}

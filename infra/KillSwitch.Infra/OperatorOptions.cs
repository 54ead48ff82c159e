using KillSwitch.Core.Invocations;

namespace KillSwitch.Infra;

/// <summary>Who may write the guard's table, and works on the guard while models or the account are stopped.</summary>
/// <param name="Names">As <c>role/NAME</c> and <c>user/NAME</c>, without paths: IAM knows one role and one user of a name, whatever its
/// path.</param>
internal sealed record OperatorOptions(IReadOnlyList<string> Names)
{
    private const int LongestName = 64;

    /// <summary>Null where nobody is named, and who deploys is not known or is neither a role nor a user.</summary>
    /// <param name="named">With commas between them; null for who deploys.</param>
    /// <param name="deployer">The ARN of who deploys; null where that is not known.</param>
    /// <exception cref="ArgumentException">A value is not one of the allowed; the sentence says which.</exception>
    public static OperatorOptions? Of(string? named, string? deployer)
    {
        if (named is null)
        {
            return deployer is not null
                && Caller.Parse(deployer).Principal is { Kind: PrincipalKind.Role or PrincipalKind.User, Name: var name }
                ? new OperatorOptions([name])
                : null;
        }

        string[] names = [.. named.Split(',', StringSplitOptions.TrimEntries)];
        return names.FirstOrDefault(name => !IsExact(name)) is { } wrong
            ? throw new ArgumentException(
                $"`{wrong}` is not allowed for `operators`; allowed are exact names such as role/oncall and user/anna, without paths and "
                + "with commas between them")
            : new OperatorOptions([.. names.Distinct(StringComparer.Ordinal)]);
    }

    // No pattern: whoever may create a role could give it a name that matches.
    private static bool IsExact(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 && text[..slash] is "role" or "user"
        && text.Length - slash - 1 is > 0 and <= LongestName
            && text[(slash + 1)..].All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '=' or '.' or '@' or '-');
}

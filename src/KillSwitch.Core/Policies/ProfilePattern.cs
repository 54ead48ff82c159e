using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>
/// A pattern of application inference profiles: the name, the id, or the ARN, which begins with <c>arn:</c> or with
/// <c>application-inference-profile/</c>. Only a whole id is taken for one: what begins a name may begin an id by chance.
/// </summary>
public sealed class ProfilePattern(Glob written)
{
    private readonly bool _isArn = written.Pattern.AsSpan().ContainsAny(':', '/');

    /// <summary>Whether the name alone, which a counter has, does not decide.</summary>
    public bool IsByRoute => _isArn || ModelRoute.IsBareProfile(written.Pattern);

    public string Anchor => written.LiteralPrefix;

    /// <param name="profile">Null for a call that used none.</param>
    public bool Matches(ApplicationProfile? profile)
    {
        if (profile is null)
            return written.Matches(Missing.Value);
        if (_isArn)
            return profile.Spellings.Any(one => one.Contains('/', StringComparison.Ordinal) && written.Matches(one));
        return written.Matches(profile.Value) || written.Pattern == profile.Id;
    }

    /// <param name="value">As a counter has it.</param>
    public bool MatchesValue(string value) => written.Matches(value);
}

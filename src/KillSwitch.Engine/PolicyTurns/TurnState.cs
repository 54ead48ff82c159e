using System.Globalization;

namespace KillSwitch.Engine.PolicyTurns;

/// <summary>Which version of the policy was taken up.</summary>
/// <param name="Version">0 for none.</param>
/// <param name="Before">The last one before it that everybody went by.</param>
/// <param name="SettlesAt">When it is to be looked at once more, as everyone goes by it then; null once that was done.</param>
public sealed record TurnState(int Version, int Before, DateTimeOffset? SettlesAt)
{
    /// <summary>As it is kept: <c>VERSION BEFORE SECONDS</c>.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Version} {Before} {SettlesAt?.ToUnixTimeSeconds() ?? 0}");

    /// <summary>What cannot be read was never kept: then everything is looked at.</summary>
    public static TurnState Parse(string? text) =>
        text?.Split(' ') is [var version, var before, var settles]
        && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var earlier)
        && long.TryParse(settles, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
            ? new TurnState(number, earlier, seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds))
            : new TurnState(0, 0, null);
}

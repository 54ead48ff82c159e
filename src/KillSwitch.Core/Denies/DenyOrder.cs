namespace KillSwitch.Core.Denies;

/// <summary>
/// Which of the guard's own policies gives its place to which, where somebody holds as many as IAM lets: the stronger deny takes the
/// weaker one's place, and never the other way.
/// </summary>
/// <param name="whole">Those that deny all spending, the strongest first: each of them denies whatever comes after it.</param>
/// <param name="parts">Those that deny a part of it, that a stop needs; none of them denies what another does.</param>
/// <param name="holds">Those that no stop needs, that are put on somebody in case.</param>
/// <param name="beside">Those that go with another where there is room, and are put on again with it; null for none.</param>
public sealed class DenyOrder(
    IReadOnlyList<string> whole, IReadOnlyList<string> parts, IReadOnlyList<string> holds, IReadOnlyList<string>? beside = null)
{
    public IReadOnlyList<string> All { get; } = [.. whole, .. parts, .. holds, .. beside ?? []];

    public bool IsHold(string policy) => holds.Contains(policy);

    /// <summary>What gives its place to a policy, the weakest first.</summary>
    public IEnumerable<string> Yielding(string policy, IReadOnlyCollection<string> attached) =>
        All.Reverse().Where(other => attached.Contains(other) && LevelOf(other) > LevelOf(policy));

    /// <summary>Whether somebody who holds these is denied all that a policy would deny.</summary>
    public bool IsCovered(string policy, IReadOnlyCollection<string> attached) =>
        whole.Any(other => attached.Contains(other) && LevelOf(other) < LevelOf(policy));

    private int LevelOf(string policy) => whole.ToList().IndexOf(policy) is var level and >= 0
        ? level
        : whole.Count + (parts.Contains(policy) ? 0 : holds.Contains(policy) ? 1 : 2);
}

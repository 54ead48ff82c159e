using KillSwitch.Core.Drills;

namespace KillSwitch.Engine.Drills;

/// <summary>What was seen of each assumption so far.</summary>
public sealed class CheckBook
{
    private readonly Dictionary<string, (DrillVerdict Verdict, string Saw)> _saw = new(StringComparer.Ordinal);

    /// <summary>Every check, in order; those of which nothing was said were not come to.</summary>
    public IReadOnlyList<DrillCheck> Checks => [.. DrillChecks.All.Select(check => _saw.TryGetValue(check.Id, out var seen)
        ? new DrillCheck(check.Id, check.Assumption, seen.Verdict, seen.Saw)
        : new DrillCheck(check.Id, check.Assumption, DrillVerdict.NotSeen, "the drill did not come so far"))];

    public void Seen(string check, string saw) => Say(check, DrillVerdict.Seen, saw);

    public void Refuted(string check, string saw) => Say(check, DrillVerdict.Refuted, saw);

    public void NotSeen(string check, string why) => Say(check, DrillVerdict.NotSeen, why);

    /// <summary>Says why of those of which nothing was said yet.</summary>
    public void LeaveOut(string why, params ReadOnlySpan<string> checks)
    {
        foreach (var check in checks)
        {
            if (!_saw.ContainsKey(check))
                NotSeen(check, why);
        }
    }

    // What was refuted once stays so.
    private void Say(string check, DrillVerdict verdict, string saw)
    {
        if (!(_saw.TryGetValue(check, out var before) && before.Verdict == DrillVerdict.Refuted))
            _saw[check] = (verdict, saw);
    }
}

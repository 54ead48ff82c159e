using KillSwitch.Core.Money;

namespace KillSwitch.Engine.Report;

/// <summary>What stands above a report, and what a reader must know of where it comes from.</summary>
public sealed record ReportHeading(string Title, string Subtitle, IReadOnlyList<string> Notes)
{
    /// <summary>What each rule would have done by itself; empty where that was not tried.</summary>
    public IReadOnlyList<RuleAlone> Alone { get; init; } = [];
}

/// <summary>One rule of a policy, tried without the others.</summary>
/// <param name="FirstStop">Null for never.</param>
/// <param name="Spent">With the guard.</param>
/// <param name="Waits">Whether it waits for approval, and cuts nothing before that.</param>
public sealed record RuleAlone(string Rule, DateTimeOffset? FirstStop, Usd Spent, bool Waits = false);

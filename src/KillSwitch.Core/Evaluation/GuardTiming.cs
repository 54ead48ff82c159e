using System.Globalization;
using KillSwitch.Core.Drills;

namespace KillSwitch.Core.Evaluation;

/// <summary>How long the steps take that the brake reckons with: guessed, or as a drill measured them.</summary>
/// <param name="EnforcementLag">From the decision to the first refused call.</param>
public sealed record GuardTiming(TimeSpan EnforcementLag)
{
    // IAM takes up to a minute; seconds as a rule.
    private static readonly TimeSpan Slowest = TimeSpan.FromMinutes(1);

    /// <summary>As every guard assumes it that no drill has measured.</summary>
    public static GuardTiming Guessed { get; } = new(TimeSpan.FromSeconds(10));

    /// <summary>The share of a limit below which nothing is foreseen.</summary>
    public decimal BrakesFrom { get; init; } = PredictiveBrake.From;

    /// <summary>
    /// From the end of an answer to the first refused call, as a rule. While it is not known which moment of its call a record bears, no
    /// more of a call's time than this is counted twice.
    /// </summary>
    public TimeSpan UsualWay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Which moment of its call a record's timestamp is.</summary>
    public RecordStamp Stamp { get; init; }

    /// <summary>When the drill ended that something of this is from; null where all is guessed.</summary>
    public DateTimeOffset? DrilledAt { get; init; }

    /// <summary>Whether <see cref="EnforcementLag"/> is that drill's.</summary>
    public bool IsEnforcementLagMeasured { get; init; }

    /// <summary>What the brake goes by, after a drill or without one: a clause without a full stop.</summary>
    public string Clause
    {
        get
        {
            var deny = string.Create(CultureInfo.InvariantCulture, $"a deny in {EnforcementLag.TotalSeconds:0.#} s");
            return DrilledAt is null ? $"the brake guesses {deny}"
                : $"the brake goes by it: {deny}{(IsEnforcementLagMeasured ? "" : ", which it guesses")}" + Stamp switch
                {
                    RecordStamp.Start => ", records that bear the start of their call",
                    RecordStamp.End => ", records that bear the end of their call",
                    _ => "",
                };
        }
    }

    /// <summary>How far past its planned time a deny may come into force.</summary>
    public TimeSpan Late => EnforcementLag < Slowest ? Slowest - EnforcementLag : TimeSpan.Zero;
}

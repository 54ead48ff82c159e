using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Cycle;

/// <summary>One rule on one counter at one moment: everything that a judgement rests on.</summary>
/// <param name="Hit">The rule, the counter, whom it would stop.</param>
/// <param name="Account">Whose account.</param>
/// <param name="Window">The window whose total it is.</param>
/// <param name="Before">What the total was before; nothing where every level that is reached counts as crossed.</param>
/// <param name="Total">The total.</param>
/// <param name="Allowance">What a person granted beyond the limit.</param>
/// <param name="Second">The newest usage in the total, in seconds since 1970.</param>
/// <param name="Burn">Null where nothing may be projected.</param>
/// <param name="Lag">Of the data and of the deny together.</param>
/// <param name="Unattributed">The part of the total that CloudWatch alone has counted.</param>
/// <param name="Ahead">How long what comes lands in the window, and what leaves it meanwhile; null for a calendar window, up to its
/// end.</param>
/// <param name="Timing">What is known of the guard; null for guesses.</param>
/// <param name="NoPrice">Of a model without a price in the total, how its calls were counted and why; null where none is known.</param>
internal sealed record CounterEvaluation(
    RuleHit Hit,
    string Account,
    Window Window,
    Usage Before,
    Usage Total,
    Allowance Allowance,
    long Second,
    BurnRate? Burn,
    TimeSpan Lag,
    Usage Unattributed = default,
    IReadOnlyList<Stretch>? Ahead = null,
    GuardTiming? Timing = null,
    string? NoPrice = null);

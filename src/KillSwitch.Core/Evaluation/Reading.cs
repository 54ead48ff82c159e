using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Evaluation;

/// <summary>A counter as one rule sees it at one record.</summary>
/// <param name="Subject">Whose counter it is, as people say it.</param>
/// <param name="Window">The window that is counted.</param>
/// <param name="Total">The window's total, this record included.</param>
/// <param name="Second">The record's time, in seconds since 1970.</param>
/// <param name="Burn">Null where nothing may be projected: an exact brake, a record that came late, or one that newer ones have
/// overtaken.</param>
/// <param name="Lag">Of the data, as observed, and of the deny together.</param>
/// <param name="Allowance">What a person added to the limit for this counter and window, in the limit's unit.</param>
/// <param name="Unattributed">The part of the total that CloudWatch alone has counted: no invocation log tells of it.</param>
/// <param name="Ahead">How long what comes lands in the window, and what leaves it meanwhile; null for a calendar window, up to its
/// end.</param>
/// <param name="Timing">What is known of the guard; null for guesses.</param>
public readonly record struct Reading(
    string Subject,
    Window Window,
    Usage Total,
    long Second,
    BurnRate? Burn,
    TimeSpan Lag,
    decimal Allowance = 0,
    Usage Unattributed = default,
    IReadOnlyList<Stretch>? Ahead = null,
    GuardTiming? Timing = null);

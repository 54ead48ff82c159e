using KillSwitch.Core.Invocations;

namespace KillSwitch.Overshoot.Workloads;

/// <summary>A call that is charged when it starts before a deny is in force, and logged when it ends.</summary>
/// <param name="Start">Milliseconds since 1970.</param>
/// <param name="End">Milliseconds since 1970; a record carries whole seconds.</param>
/// <param name="Record">As it is logged, stamped at the end.</param>
/// <param name="Usd">What it costs.</param>
internal readonly record struct Call(long Start, long End, Invocation Record, decimal Usd)
{
    /// <summary>
    /// As it is logged if records carry the time of their call's start, or of its end: which one Bedrock's do is not documented.
    /// </summary>
    public Invocation RecordOf(Stamp stamp) =>
        stamp == Stamp.End ? Record : Record with { Timestamp = DateTimeOffset.FromUnixTimeSeconds(Start / 1000) };

    public string Principal => Record.Caller.Principal.Name;
}

/// <summary>Which time of its call a record carries.</summary>
internal enum Stamp
{
    End,
    Start,
}

using KillSwitch.Core.Invocations;

namespace KillSwitch.Overshoot.Workloads;

/// <summary>A call that is charged when it starts before a deny is in force, and logged when it ends.</summary>
/// <param name="Start">Milliseconds since 1970.</param>
/// <param name="End">Milliseconds since 1970; the record carries it in whole seconds.</param>
/// <param name="Record">As it is logged.</param>
/// <param name="Usd">What it costs.</param>
internal readonly record struct Call(long Start, long End, Invocation Record, decimal Usd)
{
    public string Principal => Record.Caller.Principal.Name;
}

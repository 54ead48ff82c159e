using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.RunningWork;

/// <summary>A batch job whose cost was counted just now.</summary>
/// <param name="Caller">Whose spending it is.</param>
/// <param name="IsCreator">Whether that is who created it; else it is the role that it ran with, as CloudTrail does not tell.</param>
/// <param name="Usage">What it added.</param>
/// <param name="Stops">What came of it.</param>
public sealed record CountedBatchJob(EndedBatchJob Job, Caller Caller, bool IsCreator, Usage Usage, IReadOnlyList<Stop> Stops);

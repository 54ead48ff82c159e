using KillSwitch.Core.Denies;
using KillSwitch.Core.OtherKeys;

namespace KillSwitch.Aws.Diagnosis.People;

/// <summary>How principals under a cap spend past it: unmetered before a stop, by another identity after it.</summary>
/// <param name="Roads">What no record meters, and who may use it; none where the policy denies it and everybody is held.</param>
/// <param name="Keys">The worst first.</param>
public sealed record WaysOn(IReadOnlyList<OpenRoad> Roads, IReadOnlyList<KeyRing> Keys);

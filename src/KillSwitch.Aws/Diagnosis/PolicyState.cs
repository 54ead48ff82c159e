using KillSwitch.Aws.Policies;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Diagnosis;

/// <summary>What is in force.</summary>
/// <param name="Version">Null while none was ever applied.</param>
/// <param name="Policy">One without rules while none was applied, or where it cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null where it can.</param>
internal sealed record PolicyState(PolicyVersion? Version, Policy Policy, string? Problem);

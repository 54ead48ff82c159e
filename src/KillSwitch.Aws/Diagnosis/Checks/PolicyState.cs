using KillSwitch.Aws.Policies;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>What the guard goes by.</summary>
/// <param name="Version">Null while none was ever applied, and where none can be read.</param>
/// <param name="Policy">One without rules where there is no version.</param>
/// <param name="Problem">Why the one in force cannot be read, and what is gone by instead; null where it can.</param>
internal sealed record PolicyState(PolicyVersion? Version, Policy Policy, string? Problem);

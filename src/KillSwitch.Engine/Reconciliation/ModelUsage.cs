using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;

namespace KillSwitch.Engine.Reconciliation;

/// <summary>Usage of one model in one region that CloudWatch counts and no invocation log explains.</summary>
/// <param name="Region">Where the calls were made.</param>
/// <param name="Model">As the metrics spell it.</param>
/// <param name="Usage">What is not explained, at its estimated cost.</param>
/// <param name="Metered">All that CloudWatch counts of it in the same span.</param>
/// <param name="Mantle">The part of <paramref name="Metered"/> that was called on the mantle endpoint, which writes no invocation
/// logs.</param>
public sealed record ModelUsage(string Region, ModelId Model, Usage Usage, Usage Metered, Usage Mantle);

using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;

namespace KillSwitch.Core.Bills;

/// <summary>What was metered of a model in a region on a day.</summary>
/// <param name="Region">Where it was called.</param>
/// <param name="Model">The model, and not a name that hides it.</param>
/// <param name="Usage">By records, at the estimated list price.</param>
/// <param name="Unlogged">What CloudWatch's metrics count besides, and no record tells.</param>
public sealed record MeteredUsage(string Region, ModelId Model, Usage Usage, Usage Unlogged = default);

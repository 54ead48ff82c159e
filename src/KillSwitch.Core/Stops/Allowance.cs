using KillSwitch.Core.Metering;

namespace KillSwitch.Core.Stops;

/// <summary>What re-armed a counter, and what a person granted it beyond the limit, as it holds for one window.</summary>
/// <param name="Amount">Beyond the limit, in the limit's unit: dollars, calls or tokens.</param>
/// <param name="Round">How often the counter was re-armed, ever: after each time it may trip once more.</param>
/// <param name="Spared">Of a ratio, which nothing can be added to: what was counted before the last restore, and is left out.</param>
public readonly record struct Allowance(decimal Amount, int Round, Usage Spared = default);

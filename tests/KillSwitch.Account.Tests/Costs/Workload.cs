using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Account.Tests.Costs;

/// <summary>
/// Calls at a rate, as CloudWatch Logs delivers them. AWS does not say how many records a delivery holds: here it is those of one
/// second, and at 1,000 a second five deliveries of 200; fuller deliveries cost less a record.
/// </summary>
/// <param name="PerSecond">Calls.</param>
/// <param name="PerDelivery">Records in a delivery.</param>
/// <param name="Every">From one delivery to the next; no wait where many functions share the work.</param>
/// <param name="Deliveries">How many are measured.</param>
/// <param name="Roles">How many principals call, each in two sessions.</param>
internal sealed record Workload(string Name, decimal PerSecond, int PerDelivery, TimeSpan Every, int Deliveries, int Roles)
{
    /// <summary>A short call of an agent: most of its prompt is served from the cache.</summary>
    public static TokenUsage ShortCall { get; } = new(InputTokens: 2_000, OutputTokens: 300, CacheReadInputTokens: 10_000);

    public static IReadOnlyList<Workload> All { get; } =
    [
        new("0.1 a second", 0.1m, 1, TimeSpan.FromSeconds(10), 7, 1),
        new("10 a second", 10, 10, TimeSpan.FromSeconds(1), 20, 4),
        new("1,000 a second", 1_000, 200, TimeSpan.Zero, 4, 20),
    ];

    public Invocation[] Delivery(int number) => [.. Calls.Of("role/agent-0", PerDelivery).Select((call, n) => call with
    {
        // Ten seconds old, as records are, and all of one second.
        Timestamp = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 10),
        Caller = Caller.Parse($"arn:aws:sts::123456789012:assumed-role/agent-{(number + n) % Roles}/task-{n / Roles % 2}"),
        Tokens = ShortCall,
    })];
}

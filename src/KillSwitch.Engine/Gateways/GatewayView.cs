using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.PolicyTurns;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Gateways;

/// <summary>What gateways are to refuse, and what each limit of a tag leaves, as the ledger has it.</summary>
/// <param name="Stops">Those in force, by tag.</param>
/// <param name="Room">Of the counters of rules that stop tags, by tag and rule.</param>
public sealed record GatewayView(IReadOnlyList<Stop> Stops, IReadOnlyList<TagRoom> Room)
{
    private static readonly Dictionary<string, Usage> NothingMore = [];
    private static readonly Dictionary<(string, string), Usage> NothingUnattributed = [];

    /// <summary>Whether a tag's stop is to be honoured now: also one whose carrying out was not written down yet.</summary>
    private static bool IsInForce(Stop stop) => stop.Denied is StopTarget.Tag && stop.State is StopState.Enforced or StopState.Intended
        or StopState.Failed;

    public static async ValueTask<IReadOnlyList<Stop>> StopsAsync(
        GuardPorts ports, RuleBook rules, DateTimeOffset now, CancellationToken cancellation) =>
        [.. (await ports.Stops.OpenAsync(cancellation))
            .Where(stop => IsInForce(stop) && !(stop.ReleaseAt <= now) && Standing.Of(stop, rules, now) is not Standing.Falls)
            .OrderBy(stop => stop.Denied.Name, StringComparer.Ordinal).ThenBy(stop => stop.Id, StringComparer.Ordinal)];

    public static async ValueTask<IReadOnlyList<TagRoom>> RoomAsync(
        GuardPorts ports, RuleBook rules, DateTimeOffset now, CancellationToken cancellation)
    {
        var counters = new LiveCounters(rules, ports);
        var room = new List<TagRoom>();
        foreach (var rule in rules.Counting.Where(rule => rule.Stop == StopScope.Tag && rule.Limit.IsSum))
        {
            foreach (var counter in await counters.ReadAsync(rule, NothingMore, NothingUnattributed, now, cancellation))
            {
                if (counter.Hit.Target is StopTarget.Tag tag)
                {
                    room.Add(new TagRoom(
                        tag, rule.Id, counter.Hit.Subject, rule.Unit, counter.Limit, counter.Measured,
                        rule.Every.IsRolling ? null : counter.Window.Until));
                }
            }
        }

        return [.. room.OrderBy(one => one.Tag.Name, StringComparer.Ordinal).ThenBy(one => one.Rule, StringComparer.Ordinal)
            .ThenBy(one => one.Counter, StringComparer.Ordinal)];
    }
}

/// <summary>One counter of a rule that stops a tag.</summary>
/// <param name="Counter">Whose it is, as people say it: <c>payments</c>.</param>
/// <param name="Unit">Of the limit.</param>
/// <param name="Limit">What was granted included.</param>
/// <param name="Measured">In the unit.</param>
/// <param name="Until">When its window turns; null for a trailing one.</param>
public sealed record TagRoom(
    StopTarget.Tag Tag, string Rule, string Counter, Unit Unit, decimal Limit, decimal Measured, DateTimeOffset? Until)
{
    /// <summary>0 or more.</summary>
    public decimal Left => Math.Max(0, Limit - Measured);
}

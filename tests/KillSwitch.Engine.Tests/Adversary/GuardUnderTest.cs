using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.ByHand;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.PolicyTurns;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Replay;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>One process of the guard under one policy: the real engine, put together as the functions put it together.</summary>
internal sealed class GuardUnderTest
{
    private readonly GuardPorts _ports;
    private readonly Policy _policy;
    private readonly RuleBook _rules;
    private readonly Enforcement _enforcement;
    private readonly CycleContext _context;
    private readonly Meter _meter;
    private readonly Verification _verification;
    private readonly PolicyDuty _duty;

    /// <param name="policies">Every version so far, the first being 1.</param>
    /// <param name="version">The one that it goes by.</param>
    /// <param name="ports">What outlives it.</param>
    public GuardUnderTest(IReadOnlyList<Policy> policies, int version, GuardPorts ports)
    {
        (_policy, _ports, _rules) = (policies[version - 1], ports, new RuleBook(policies[version - 1]));
        _enforcement = new Enforcement(ports);
        _enforcement.GoBy(_rules);
        _duty = new PolicyDuty(version, ports.Memory, Turn, (earlier, _) => ValueTask.FromResult<Policy?>(policies[earlier - 1]));
        _context = new CycleContext(_rules, _enforcement);
        _meter = new Meter(_context, Calls.Prices) { CountsUsage = true };
        _verification = new Verification(_context);
    }

    /// <summary>What the function of the meter does with a batch.</summary>
    public async Task MeterAsync(IReadOnlyCollection<Invocation> batch, DateTimeOffset now)
    {
        var enforced = (await _ports.Stops.OpenAsync(default)).Where(stop => stop.State == StopState.Enforced).ToList();
        var report = await _meter.RunAsync(batch, now, default);
        foreach (var leak in Leaks.Find(enforced, [.. report.Records], _rules))
        {
            if (await _ports.Stops.FindAsync(leak.Stop.Id, default) is { State: StopState.Enforced } standing)
                await _verification.LeakAsync(standing, leak, now, default);
        }
    }

    /// <summary>What the watch does with stops in its minute.</summary>
    public async Task WatchAsync(DateTimeOffset now)
    {
        await _duty.RunAsync(now, default);
        await _enforcement.ResumeAsync(now, default);
        await _verification.RunAsync(now, default);
        await _enforcement.MessageDelivery.ResumeAsync(now, default);
    }

    public async Task<RestoreResult> RestoreAsync(Stop stop, decimal raise, DateTimeOffset now) =>
        await new Restoration(_enforcement).RunAsync(stop, _policy, raise, "ana", now, default);

    public async Task<StopTransition> CommandAsync(Stop stop, StopCommand command) =>
        await _enforcement.CommandAsync(stop, command, default);

    /// <summary>What <c>killswitch stop</c> does; false when it refuses.</summary>
    public async Task<bool> StopAsync(StopTarget target, DateTimeOffset now)
    {
        var ana = (Asker.Heard)await Asker.OfAsync("ana", _enforcement, default);
        return await new StopByHand(_rules, _enforcement).RunAsync(target, "by hand", ana, now, default) is not null;
    }

    private PolicyTurn Turn(IReadOnlyList<RuleBook> earlier) =>
        new(_context) { Earlier = earlier };
}

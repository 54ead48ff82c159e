using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>A model is denied to everyone, one by one: who came later, who was missed, and who cannot be reached.</summary>
public class ModelStopTests
{
    private static readonly Policy Rules =
        Policy(Cap(1) with { Id = "models", Per = [Dimension.Model], Stop = StopScope.Model }) with { Exempt = [new Glob("role/exempt")] };

    private readonly OneByOne _enforcer = new();
    private readonly MeterHarness _harness;
    private readonly RuleBook _rules = new(Rules);

    public ModelStopTests() => _harness = new MeterHarness(Rules, _enforcer);

    private Verification Verification =>
        new(_harness.Context);

    [Fact]
    public async Task The_watch_looks_for_who_came_later_every_minute()
    {
        var stop = await StoppedAsync();
        var minute = stop.EnforcedAt!.Value + TimeSpan.FromMinutes(3);

        await Verification.RunAsync(minute.AddMinutes(-2), default);
        (await FindAsync(stop)).VerifiedAt.ShouldBeNull();
        await Verification.RunAsync(minute, default);
        (await FindAsync(stop)).VerifiedAt.ShouldBe(minute);
        (await FindAsync(stop)).RenewedAt.ShouldBeNull();
        _enforcer.IsSomebodyNew = true;
        await Verification.RunAsync(minute.AddMinutes(1), default);

        _enforcer.Denied.ShouldBe(4);
        (await FindAsync(stop)).RenewedAt.ShouldBe(minute.AddMinutes(1));
    }

    [Fact]
    public async Task Who_was_served_without_holding_the_deny_gets_it_and_nobody_else_is_stopped()
    {
        var stop = await StoppedAsync();
        (_enforcer.IsSomebodyNew, _enforcer.Holds) = (true, false);
        var leak = ServedAt(stop, 10);
        leak.By.ShouldBe("role/latecomer");

        (await Verification.LeakAsync(stop, leak, leak.NewestUse, default)).ShouldBeNull();

        _enforcer.Denied.ShouldBe(2);
        var renewed = (await _harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        (renewed.LeakedAt, renewed.EscalatedTo).ShouldBe((null, null));
        // It may be served a while longer, until its deny works.
        Leaks.Find([renewed], [Call(60, 10 * 60 + 90, role: "latecomer")], _rules).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_who_is_served_though_it_holds_the_deny_is_stopped_as_a_whole_and_nobody_else_is()
    {
        var stop = await StoppedAsync();

        var wider = await Verification.LeakAsync(stop, ServedAt(stop, 10), Start.AddMinutes(11), default);

        wider.ShouldNotBeNull().Target.ShouldBe(new StopTarget.Principal(World, "role/latecomer", $"arn:aws:iam::{World}:role/latecomer"));
        (await FindAsync(stop)).EscalatedTo.ShouldBe(wider.Id);
        var second = await Verification.LeakAsync(
            await FindAsync(stop), ServedAt(await FindAsync(stop), 12, "other", 60), Start.AddMinutes(13), default);
        second.ShouldNotBeNull().Target.Name.ShouldBe("role/other");
        (await Verification.LeakAsync(
            await FindAsync(stop), ServedAt(await FindAsync(stop), 14, "other", 70), Start.AddMinutes(15), default)).ShouldBeNull();
        Standing.Of(second, _rules, Start.AddMinutes(15)).ShouldBeOfType<Standing.Stands>();
    }

    [Fact]
    public async Task One_call_of_each_of_two_proves_nothing()
    {
        var stop = await StoppedAsync();

        (await Verification.LeakAsync(stop, Served.Once(stop, Start.AddMinutes(10), "role/a"), Start.AddMinutes(10), default))
            .ShouldBeNull();
        (await Verification.LeakAsync(
            await FindAsync(stop), Served.Once(stop, Start.AddMinutes(11), "role/b"), Start.AddMinutes(11), default)).ShouldBeNull();
        (await FindAsync(stop)).LeakedAt.ShouldBeNull();

        // The first of each is remembered.
        var wider = await Verification.LeakAsync(
            await FindAsync(stop), Served.Once(stop, Start.AddMinutes(12), "role/a"), Start.AddMinutes(12), default);
        wider.ShouldNotBeNull().Target.Name.ShouldBe("role/a");
    }

    [Fact]
    public async Task Who_cannot_be_changed_by_anybody_is_told_and_brings_no_wider_stop()
    {
        var stop = await StoppedAsync();
        _enforcer.Holds = null;

        (await Verification.LeakAsync(stop, ServedAt(stop, 10), Start.AddMinutes(11), default)).ShouldBeNull();

        _harness.Notifier.Stops.Count(told => told.LeakedAt is not null).ShouldBe(1);
        (await _harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_exempt_and_calls_of_other_models_are_no_leaks()
    {
        var stop = await StoppedAsync();

        Leaks.Find([stop], [Call(60, 600, role: "exempt")], _rules).ShouldBeEmpty();
        Leaks.Find([stop], [Call(61, 600) with { Model = Core.Invocations.ModelId.Parse("amazon.nova-pro-v1:0") }], _rules).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lifting_a_model_leaves_what_it_shares_with_another_name_of_it()
    {
        StopTarget.Model Model(string id) => new(World, id);
        var account = new Kept();
        var enforcement = new Enforcement(_harness.Ports with { Enforcer = account });
        var (one, other) =
            (await OpenAsync(enforcement, Model("anthropic.claude-opus-4-6")),
            await OpenAsync(enforcement, Model("anthropic.claude-opus-4-6-v1")));
        var far = await OpenAsync(enforcement, Model("amazon.nova-pro-v1:0"));
        account.Calls.Clear();

        await enforcement.CommandAsync(one, new StopCommand.Restore(Start, "ana"), default);

        account.Calls.ShouldBe([$"allow {one.Target.Name}", $"deny {other.Target.Name}"]);
        account.Calls.ShouldNotContain($"deny {far.Target.Name}");
    }

    private const string World = "111122223333";

    private async Task<Stop> OpenAsync(Enforcement enforcement, StopTarget target)
    {
        var stop = Stop.ByHand(target, "ana", "dear", Start);
        await _harness.Stops.TryOpenAsync(stop, null, default);
        return await enforcement.BeginAsync(stop, Start, default);
    }

    private async Task<Stop> StoppedAsync()
    {
        await _harness.Run([.. Steady(2, 1)]);
        return (await _harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
    }

    private async Task<Stop> FindAsync(Stop stop) => (await _harness.Stops.FindAsync(stop.Id, default)).ShouldNotBeNull();

    private Leak ServedAt(Stop stop, int minutes, string role = "latecomer", int number = 50) =>
        Leaks.Find([stop], [Call(number, minutes * 60, role: role), Call(number + 1, (minutes * 60) + 1, role: role)], _rules)
            .ShouldHaveSingleItem();

    private sealed class OneByOne : IEnforcer
    {
        public int Denied { get; private set; }

        public bool IsSomebodyNew { get; set; }

        public bool? Holds { get; set; } = true;

        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            var wasSo = Denied++ > 0 && !IsSomebodyNew;
            return ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now, wasSo));
        }

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult<bool?>(true);

        public ValueTask<bool?> IsDeniedToAsync(StopTarget target, string principal, CancellationToken cancellation) =>
            ValueTask.FromResult(Holds);
    }

    private sealed class Kept : IEnforcer
    {
        public List<string> Calls { get; } = [];

        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            Keep("deny", target, now);

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            Keep("allow", target, now);

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult<bool?>(true);

        private ValueTask<EnforcementResult> Keep(string what, StopTarget target, DateTimeOffset now)
        {
            Calls.Add($"{what} {target.Name}");
            return ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));
        }
    }
}

using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Faults;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>
/// An account under the real guard, driven step by step: two meters, a watch, a person, each a process of its own that knows what it has
/// seen.
/// </summary>
internal sealed class DrivenAccount
{
    private readonly List<(long At, PolicySpec Spec, int LagA, int LagB)> _policies;
    private readonly List<Policy> _versions = [];
    private readonly Dictionary<(char Part, int Policy), GuardUnderTest> _processes = [];
    private readonly List<(IReadOnlyList<Call> Batch, char Meter)> _again = [];
    private readonly List<IReadOnlyList<Call>> _batches = [];
    private readonly Dictionary<string, Stop> _stops = new(StringComparer.Ordinal);
    private readonly GuardPorts _ports;
    private int _number;

    public DrivenAccount(History history)
    {
        Now = history.Start;
        _policies = [(history.Start.ToUnixTimeSeconds(), history.Policy, 0, 0)];
        _versions.Add(CorePolicy.Of(history.Policy));
        _ports = InMemoryPorts.Of(Denies, Names.Account) with
        {
            Ledger = Ledger,
            Book = Ledger,
            Stops = Stops,
            Notifier = Listener,
        };
    }

    public DateTimeOffset Now { get; private set; }

    public long Second => Now.ToUnixTimeSeconds();

    /// <summary>In force now.</summary>
    public PolicySpec Policy => _policies[^1].Spec;

    public InMemoryLedger Ledger { get; } = new();

    public InMemoryStopStore Stops { get; } = new();

    public StrictAccount Denies { get; } = new();

    public RecordingNotifier Listener { get; } = new();

    /// <summary>Every stop that ever was, as it stands.</summary>
    public IReadOnlyDictionary<string, Stop> AllStops => _stops;

    /// <summary>Whether a batch waits to be delivered again.</summary>
    public bool IsBehind => _again.Count > 0;

    public async Task<Happening> DoAsync(Step step)
    {
        Now = step switch
        {
            Step.Pass { Seconds: var seconds } => Now.AddSeconds(seconds),
            Step.Watch => Now.AddSeconds(60 - (Second % 60)),
            _ => Now.AddSeconds(1),
        };
        return step switch
        {
            Step.Calls calls => await DeliverAsync(Serve(calls), calls.Meter, calls.Death),
            Step.Again again =>
                await DeliverAsync(_batches.Count == 0 ? [] : _batches[again.Batch % _batches.Count], again.Meter, again.Death),
            Step.Watch watch =>
                new Happening.Watched(await DeliverAgainAsync(), await LiveAsync('W', watch.Death, guard => guard.WatchAsync(Now))),
            Step.Apply apply => Apply(apply),
            Step.Restore restore =>
                new Happening.Restored(
                    restore.Target, restore.Raise,
                    await EachAsync(restore.Target, _ => true, (guard, stop) => guard.RestoreAsync(stop, restore.Raise, Now))),
            Step.Approve approve =>
                new Happening.Approved(
                    approve.Target,
                    await EachAsync(approve.Target, Waits, (guard, stop) => guard.CommandAsync(stop, new StopCommand.Approve(Now, "ana")))),
            Step.Reject reject =>
                new Happening.Rejected(
                    reject.Target,
                    await EachAsync(
                    reject.Target, Waits, (guard, stop) => guard.CommandAsync(stop, new StopCommand.Reject(Now, "ana", "no")))),
            Step.Stop stop => new Happening.StoppedByHand(stop.Target, await Process('P').StopAsync(Names.Target(stop.Target), Now)),
            Step.Hinder hinder => Hinder(hinder),
            Step.Detach detach => Detach(detach.Target),
            _ => new Happening.Nothing(),
        };
    }

    /// <summary>The watch's minutes before the history begins, until the policy has settled.</summary>
    public async Task TakeUpAsync()
    {
        await Process('W').WatchAsync(Now.AddMinutes(-3));
        await Process('W').WatchAsync(Now.AddMinutes(-1));
    }

    /// <summary>Looks at every stop; those that are new or changed since the last look, with what they were.</summary>
    public async Task<IReadOnlyList<(Stop? Before, Stop After)>> LookAsync()
    {
        var changes = new List<(Stop?, Stop)>();
        foreach (var id in (await Stops.OpenAsync(default)).Select(stop => stop.Id).Union(Listener.Stops.Select(told => told.Id))
            .Union(_stops.Where(known => !IsOver(known.Value)).Select(known => known.Key)).ToList())
        {
            var after = (await Stops.FindAsync(id, default))!;
            if (_stops.TryGetValue(id, out var before) && before.Revision == after.Revision)
                continue;
            changes.Add((before, after));
            _stops[id] = after;
        }

        return changes;
    }

    private static bool IsOver(Stop stop) => stop.State is StopState.Released or StopState.Rejected;

    private static bool Waits(Stop stop) => stop.State == StopState.AwaitingApproval;

    private List<Call> Serve(Step.Calls calls)
    {
        var served = Enumerable.Range(0, calls.Count)
            .Select(
                _ => new Call(++_number, Second - calls.Age, calls.Who, calls.Session, calls.Model, calls.Usd, calls.Input, calls.Cached))
            .Where(call => calls.IsServed || !Denies.Refused(call, Policy)).ToList();
        if (served.Count > 0)
            _batches.Add(served);
        return served;
    }

    private async Task<Happening.Metered> DeliverAsync(IReadOnlyList<Call> batch, char meter, Death? death)
    {
        if (batch.Count == 0)
            return new Happening.Metered([]);
        var isDone = await LiveAsync(meter, death, guard => guard.MeterAsync([.. batch.Select(Record)], Now));
        if (!isDone)
            _again.Add((batch, meter));
        return new Happening.Metered([(batch, PolicyOf(meter), isDone)]);
    }

    private async Task<Happening.Metered> DeliverAgainAsync()
    {
        var done = new List<(IReadOnlyList<Call>, int, bool)>();
        var again = _again.ToList();
        _again.Clear();
        foreach (var (batch, meter) in again)
            done.AddRange((await DeliverAsync(batch, meter, death: null)).Batches);
        return new Happening.Metered(done);
    }

    private Happening.Applied Apply(Step.Apply apply)
    {
        _policies.Add((Second, Policy.After(apply.Change), apply.LagA, apply.LagB));
        _versions.Add(CorePolicy.Of(Policy));
        return new Happening.Applied(Policy);
    }

    private Happening.Hindered Hinder(Step.Hinder hinder)
    {
        if (hinder.IsOver)
            Denies.Hindered.Remove(hinder.Target);
        else
            Denies.Hindered.Add(hinder.Target);
        return new Happening.Hindered(hinder.Target, hinder.IsOver);
    }

    private Happening.Detached Detach(string target)
    {
        Denies.TakeOff(target, Now);
        return new Happening.Detached(target);
    }

    private async Task<IReadOnlyList<(Stop, TResult)>> EachAsync<TResult>(
        string target, Func<Stop, bool> isMeant, Func<GuardUnderTest, Stop, Task<TResult>> command)
    {
        var results = new List<(Stop, TResult)>();
        foreach (var stop in (await Stops.OpenAsync(default)).Where(stop => Names.Of(stop.Target) == target && isMeant(stop)))
            results.Add((stop, await command(Process('P'), await Stops.FindAsync(stop.Id, default) ?? stop)));
        return results;
    }

    // A person and the watch read the policy in force; a meter may have read it up to a minute ago.
    private int PolicyOf(char part)
    {
        for (var i = _policies.Count - 1; i > 0; i--)
        {
            var lag = part switch { 'A' => _policies[i].LagA, 'B' => _policies[i].LagB, _ => 0 };
            if (_policies[i].At + lag <= Second)
                return i;
        }

        return 0;
    }

    private GuardUnderTest Process(char part)
    {
        var policy = PolicyOf(part);
        if (!_processes.TryGetValue((part, policy), out var process))
            _processes.Add((part, policy), process = New(policy, _ports));
        return process;
    }

    private GuardUnderTest New(int policy, GuardPorts ports) => new(_versions, policy + 1, ports);

    /// <summary>Whether the process lives through its work. One that dies is another process next time.</summary>
    private async Task<bool> LiveAsync(char part, Death? death, Func<GuardUnderTest, Task> work)
    {
        if (death is null)
        {
            await work(Process(part));
            return true;
        }

        var (plan, life) = (new FaultPlan(new Fault(death.IsAfter ? FaultKind.DiesAfter : FaultKind.DiesBefore, death.Call)), new Life());
        var ports = FaultyPorts.Over(_ports, plan, life);
        try
        {
            await work(New(PolicyOf(part), ports));
        }
#pragma warning disable CA1031 // Whatever a dead process says is not heard.
        catch (Exception) when (life.IsOver)
#pragma warning restore CA1031
        {
            _processes.Remove((part, PolicyOf(part)));
        }

        return !life.IsOver;
    }

    private static Invocation Record(Call call) => new()
    {
        Id = new RecordId(Names.Account, "us-east-1", new Guid(call.Number, 0, 0, new byte[8])),
        Timestamp = DateTimeOffset.FromUnixTimeSeconds(call.Second),
        Caller = Caller.Parse($"arn:aws:sts::{Names.Account}:assumed-role/{call.Who}/{call.Session}"),
        Model = ModelId.Parse(Names.RawModel(call.Model)),
        Operation = "Converse",
        Tokens = new TokenUsage(call.Input, call.Output, call.Cached),
        HasTokenCounts = true,
    };
}

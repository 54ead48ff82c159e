using BenchmarkDotNet.Attributes;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Benchmarks;

/// <summary>What a record costs to match, with rules that do not match it: ten against ten thousand. One rule always matches.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class EvaluationBenchmarks
{
    private const int Calls = 1024;
    private Invocation[] _known = [];
    private Invocation[] _new = [];
    private RuleBook _rules = null!;

    [Params(10, 10_000)]
    public int RulesThatDoNotMatch { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _known = [.. Enumerable.Range(0, Calls).Select(n => Call("agent-" + (n % 64), "s" + (n % 16)))];
        _new = [.. Enumerable.Range(0, Calls).Select(n => Call("agent-" + (n % 64), "fresh-" + n))];
        _rules = Book();
    }

    /// <summary>Callers that were met before, as nearly all are.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public int KnownCallers() => Count(_rules, _known);

    /// <summary>Every record from a session never seen.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public int NewSessions()
    {
        _rules.Forget();
        return Count(_rules, _new);
    }

    private static int Count(RuleBook rules, Invocation[] calls)
    {
        var hits = 0;
        foreach (var call in calls)
            hits += rules.Hits(call).Count;
        return hits;
    }

    private RuleBook Book() => new(new Policy
    {
        Rules = [Cap("all", "role/agent-*"), .. Enumerable.Range(0, RulesThatDoNotMatch).Select(n => Cap($"team-{n}", $"role/team-{n}-*"))],
    });

    private static CountedRule Cap(string id, string principals) => new()
    {
        Id = id,
        Match = [new FieldMatch(Dimension.Principal, [new Glob(principals)])],
        Per = [Dimension.Principal],
        Limit = new Limit.Spend(new Usd(500)),
        Every = new Every.Calendar(WindowUnit.Month),
        Stop = StopScope.Principal,
    };

    private static Invocation Call(string role, string session) => new()
    {
        Id = new RecordId("111122223333", "us-east-1", Guid.Empty),
        Timestamp = DateTimeOffset.UnixEpoch,
        Caller = Caller.Parse($"arn:aws:sts::111122223333:assumed-role/{role}/{session}"),
        Model = ModelId.Parse("us.anthropic.claude-opus-4-6-v1"),
    };
}

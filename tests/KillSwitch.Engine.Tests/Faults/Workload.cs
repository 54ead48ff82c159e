using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Tests.EveryMinute;

namespace KillSwitch.Engine.Tests.Faults;

/// <summary>
/// The rules, and the calls minute by minute: innocents, and one of each kind that is over a limit. A call costs what it says.
/// </summary>
internal sealed class Workload
{
    /// <summary>Ten minutes before the hour turns.</summary>
    public static readonly DateTimeOffset Start = new(2026, 4, 24, 11, 50, 0, TimeSpan.Zero);

    private const string Opus = "us.anthropic.claude-opus-4-6-v1";
    private const string Nova = "amazon.nova-pro-v1:0";

    public static readonly IReadOnlyList<Rule> Rules =
    [
        Rule("daily", Dimension.Principal, new Limit.Spend(new Usd(20)), StopScope.Principal) with { NotifyPercents = [50, 80] },
        Rule("hourly", Dimension.Session, new Limit.CallCount(8), StopScope.Session) with
        {
            Per = [Dimension.Principal, Dimension.Session], Every = new Every.Calendar(WindowUnit.Hour),
                Restore = new RestorePlan.AtWindowTurn(), Match = [Only(Dimension.Principal, "role/fleet")],
        },
        Rule("leak", Dimension.Session, new Limit.CallCount(3), StopScope.Session) with { Per = [Dimension.Principal, Dimension.Session],
            Match = [Only(Dimension.Principal, "role/leaky")] },
        Rule("model", Dimension.Model, new Limit.CallCount(10),
            StopScope.Model) with { Match = [Only(Dimension.Model, "amazon.nova-pro-*")] },
        Rule("approved", Dimension.Principal, new Limit.Spend(new Usd(5)),
            StopScope.Principal) with { Match = [Only(Dimension.Principal, "role/slow")], Approval = Approval.Manual },
        Rule("alarm", Dimension.Account, new Limit.Spend(new Usd(60)), StopScope.None) with { NotifyPercents = [50] },
        new BudgetRule { Id = "budget", Budget = "bedrock", Stop = StopScope.None },
    ];

    private readonly Dictionary<int, List<Invocation>> _byMinute = [];
    private int _number;

    public Workload()
    {
        foreach (var minute in (int[])[1, 3, 5, 12])
        {
            for (var i = 0; i < 3; i++)
                Add(minute, 2, "web-" + i, usd: 1, model: i == 0 && minute < 4 ? Nova : Opus);
        }

        Add(2, 12, "runaway", usd: 1);
        Add(3, 10, "runaway", usd: 1);
        Add(4, 3, "runaway", usd: 1);
        Add(2, 9, "fleet", usd: 0.1m, session: "bad");
        Add(2, 4, "fleet", usd: 0.1m, session: "good");
        Add(3, 4, "leaky", usd: 0.1m, session: "loose");
        // Served though its deny works since minutes.
        Add(9, 1, "leaky", usd: 0.1m, session: "loose");
        Add(10, 1, "leaky", usd: 0.1m, session: "loose");
        Add(4, 6, "batch", usd: 0.1m, model: Nova);
        Add(4, 6, "slow", usd: 1);
        // Comes when its hour is over, and tips it all the same.
        Late = [.. Add(9, 8, "fleet", usd: 0.1m, session: "late")];
        // Left out by the subscription: only the log group has it.
        Lost = [.. Add(1, 7, "gap", usd: 3)];
        Second = [.. Add(13, 6, "runaway", usd: 1)];
    }

    public IReadOnlyList<Invocation> Late { get; }

    public IReadOnlyList<Invocation> Lost { get; }

    /// <summary>What the runaway spends once it was restored.</summary>
    public IReadOnlyList<Invocation> Second { get; }

    public IEnumerable<Invocation> All => _byMinute.Values.SelectMany(calls => calls);

    public IReadOnlyList<Invocation> In(int minute) => _byMinute.GetValueOrDefault(minute, []);

    public static Usage UsageOf(Invocation call) => new(1, call.Tokens, new Usd(call.Tokens.OutputTokens / 100m));

    private List<Invocation> Add(int minute, int count, string role, decimal usd, string model = Opus, string session = "s1")
    {
        var calls = Enumerable.Range(0, count).Select(i => new Invocation
        {
            Id = new RecordId(World.Account, "us-east-1", new Guid(++_number, 0, 0, new byte[8])),
            Timestamp = Start.AddMinutes(minute - 1).AddSeconds(5 + i),
            Caller = Caller.Parse($"arn:aws:sts::{World.Account}:assumed-role/{role}/{session}"),
            Model = ModelId.Parse(model),
            Tokens = new TokenUsage(0, (long)(usd * 100)),
            HasTokenCounts = true,
        }).ToList();
        if (!_byMinute.TryGetValue(minute, out var known))
            _byMinute.Add(minute, known = []);
        known.AddRange(calls);
        return calls;
    }

    private static CountedRule Rule(string id, Dimension per, Limit limit, StopScope stop) => new()
    {
        Id = id,
        Per = [per],
        Limit = limit,
        Every = new Every.Calendar(WindowUnit.Day),
        Stop = stop,
        Brake = Brake.Exact,
    };

    private static FieldMatch Only(Dimension dimension, string glob) => new(dimension, [new Glob(glob)]);
}

using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Tests.Replay;

/// <summary>Short ways to say calls and rules in a test; a call costs one dollar for each 100 output tokens.</summary>
internal static class Calls
{
    public static readonly DateTimeOffset Start = new(2026, 4, 24, 12, 0, 0, TimeSpan.Zero);

    public static IPriceBook Prices { get; } = new CentPerOutputToken();

    public static Invocation Call(
        int number,
        double atSeconds,
        decimal usd = 1,
        string role = "agent",
        string? session = "s1",
        string model = "us.anthropic.claude-opus-4-6-v1",
        string account = "111122223333",
        long input = 0,
        long cacheRead = 0,
        string? error = null,
        IReadOnlyDictionary<string, string>? tags = null) => new()
        {
            Id = new RecordId(account, "us-east-1", new Guid(number, 0, 0, new byte[8])),
            Timestamp = Start.AddSeconds(atSeconds),
            Caller = Caller.Parse($"arn:aws:sts::{account}:assumed-role/{role}" + (session is null ? "" : "/" + session)),
            Model = ModelId.Parse(model),
            Operation = "Converse",
            Tokens = error is null ? new TokenUsage(input, (long)(usd * 100), cacheRead) : default,
            HasTokenCounts = error is null,
            ErrorCode = error,
            Tags = tags,
        };

    /// <summary>Calls of a dollar each, every so many seconds.</summary>
    public static IEnumerable<Invocation> Steady(
        int count, double everySeconds, string role = "agent", int firstNumber = 0, double fromSeconds = 0) =>
        Enumerable.Range(0, count).Select(n => Call(firstNumber + n, fromSeconds + (n * everySeconds), role: role));

    public static CountedRule Cap(decimal usd, WindowUnit every = WindowUnit.Day, Brake brake = Brake.Exact) => new()
    {
        Id = "cap",
        Per = [Dimension.Principal],
        Limit = new Limit.Spend(new Usd(usd)),
        Every = new Every.Calendar(every),
        Stop = StopScope.Principal,
        Brake = brake,
    };

    public static Policy Policy(params Rule[] rules) => new() { Rules = rules };

    public static AllowanceCounters Allowances(Rule rule, string scope) => new RuleBook(Policy(rule)).AllowancesOf(rule, scope);

    private sealed class CentPerOutputToken : IPriceBook
    {
        public PricedCall Price(Invocation invocation) => new(new Usd(invocation.Tokens.OutputTokens / 100m), PriceBasis.Known);

        public PricedCall PriceMany(ModelId model, string region, DateTimeOffset at, long calls, TokenUsage tokens) =>
            new(new Usd(tokens.OutputTokens / 100m), PriceBasis.Known);
    }
}

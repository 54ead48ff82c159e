using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>Served calls that name no token count: nobody knows what they cost, and people hear of that.</summary>
public class UncountedTests
{
    private const string Llama = "us.meta.llama3-1-70b-instruct-v1:0";

    private static readonly CountedRule Ceiling = new()
    {
        Id = "account-ceiling",
        Limit = new Limit.Spend(new Usd(20)),
        Every = new Every.Calendar(WindowUnit.Day),
        Stop = StopScope.Account,
        Brake = Brake.Exact,
    };

    private readonly GuardPorts _stores = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.Zero, _ => false), World.Account);
    private int _number;

    private MinuteJobHarness Harness(GuardPorts? stores = null) => new(new Policy { Rules = [Ceiling] }, stores ?? _stores)
    {
        Duties = [new UncountedDuty((stores ?? _stores).Book, World.Account)],
    };

    [Fact]
    public async Task It_stands_for_a_day_is_told_once_and_ends()
    {
        var harness = Harness();
        harness.Restart();
        for (var i = 0; i < 3; i++)
        {
            harness.Call(Record(harness.Now));
            await harness.MinuteAsync();
        }

        await harness.MinutesAsync(20);
        var condition = Standing(harness).ShouldNotBeNull();
        condition.Text.ShouldBe(
            "3 served calls within the last day name no token count, neither in the record nor in the answer: "
            + "`meta.llama3-1-70b-instruct-v1:0` (3 by role/agent). They cost something, and no limit in dollars or tokens counts it, save "
            + "those of the account and of models where CloudWatch's metrics do.");
        condition.Remedy.ShouldStartWith("cap `meta.llama3-1-70b-instruct-v1:0` with `limit: { calls: … }`");
        Told(harness).ShouldBe([("GUARD IN TROUBLE", 1)]);

        // More calls of the same model are no news, and a new process knows what was told.
        harness.Call(Record(harness.Now));
        harness.Restart();
        await harness.MinutesAsync(60);
        Standing(harness).ShouldNotBeNull().Text.ShouldStartWith("4 served calls");
        Told(harness).ShouldBe([("GUARD IN TROUBLE", 1)]);

        await harness.MinutesAsync(25 * 60);
        Standing(harness).ShouldBeNull();
        Told(harness).Where(alert => alert.Head == "GUARD WELL AGAIN").ShouldHaveSingleItem();
        harness.Notifier.Alerts.Where(alert => alert.Kind == "countsMissing").Select(alert => alert.Head).Last()
            .ShouldBe("GUARD WELL AGAIN");
    }

    [Fact]
    public async Task Another_model_is_news()
    {
        var harness = Harness();
        harness.Restart();
        harness.Call(Record(harness.Now));
        await harness.MinutesAsync(20);
        harness.Call(Record(harness.Now, "mistral.mixtral-8x7b-instruct-v0:1"));
        await harness.MinutesAsync(20);

        Told(harness).ShouldBe([("GUARD IN TROUBLE", 2)]);
        Standing(harness)
            .ShouldNotBeNull().Text.ShouldContain("`meta.llama3-1-70b-instruct-v1:0` (1 by role/agent), `mistral.mixtral-8x7b-instruct-v0:1` (1 by role/agent)");
    }

    [Fact]
    public async Task Five_models_are_named_and_the_others_counted()
    {
        var harness = Harness();
        harness.Restart();
        for (var i = 0; i < 7; i++)
            harness.Call(Record(harness.Now, $"acme.model-{i}") with { Operation = "Converse" });
        await harness.MinutesAsync(20);

        Standing(harness).ShouldNotBeNull().Text.ShouldContain("`acme.model-4` (1 by role/agent) and 2 more models.");
        // What is left out is no news, look after look.
        Told(harness).ShouldBe([("GUARD IN TROUBLE", 1)]);
    }

    [Fact]
    public async Task A_record_that_comes_again_counts_once_and_one_that_names_its_tokens_takes_its_place()
    {
        var harness = Harness();
        harness.Restart();
        await harness.MinuteAsync();
        var (twice, stream) = (Record(harness.Now), Record(harness.Now));
        await harness.MeterAsync([twice, stream]);
        harness.Reports[^1].Uncounted.ShouldBe(new Dictionary<string, int> { ["meta.llama3-1-70b-instruct-v1:0"] = 2 });
        await harness.MeterAsync([twice]);
        harness.Reports[^1].Uncounted.ShouldBeEmpty();
        (await FindAsync(harness)).ShouldNotBeNull().Text.ShouldStartWith("2 served calls");

        // A stream's first record, and its true one an hour later by the guard's clock.
        await harness.MinutesAsync(60);
        await harness.MeterAsync(
            [stream with { Timestamp = stream.Timestamp.AddSeconds(20), Tokens = new TokenUsage(10, 5), HasTokenCounts = true }]);
        (await FindAsync(harness)).ShouldNotBeNull().Text.ShouldStartWith("1 served call within the last day names no token count");
    }

    [Fact]
    public async Task A_stream_whose_true_record_follows_is_told_to_nobody()
    {
        var harness = Harness();
        harness.Restart();
        var first = Record(harness.Now) with { Operation = "InvokeModelWithResponseStream" };
        harness.Call(first);
        await harness.MinutesAsync(3);
        await harness.MeterAsync([first with { Tokens = new TokenUsage(10, 5), HasTokenCounts = true }]);
        await harness.MinutesAsync(60);

        Told(harness).ShouldBeEmpty();
        Standing(harness).ShouldBeNull();
    }

    [Fact]
    public async Task A_first_record_that_said_nothing_was_served_and_counts_is_none()
    {
        var harness = Harness();
        harness.Restart();
        await harness.MinuteAsync();
        var (uncounted, zero) = (Record(harness.Now), Record(harness.Now) with { HasTokenCounts = true });
        await harness.MeterAsync([uncounted, zero]);
        await harness.MeterAsync([zero with { Tokens = new TokenUsage(10, 5) }]);

        (await FindAsync(harness)).ShouldNotBeNull().Text.ShouldStartWith("1 served call ");
    }

    [Fact]
    public async Task A_record_that_comes_days_late_is_told_like_any_other()
    {
        var harness = Harness();
        harness.Restart();
        await harness.MinuteAsync();
        await harness.MeterAsync([Record(harness.Now.AddDays(-6))]);
        await harness.MinutesAsync(20);

        Told(harness).ShouldBe([("GUARD IN TROUBLE", 1)]);
    }

    [Fact]
    public async Task What_is_counted_refused_free_or_not_charged_by_tokens_is_not_told()
    {
        var harness = Harness();
        harness.Restart();
        harness.Call(Record(harness.Now) with { HasTokenCounts = true });
        harness.Call(Record(harness.Now) with { ErrorCode = "ThrottlingException" });
        harness.Call(Record(harness.Now) with { IsBlocked = true });
        harness.Call(Record(harness.Now) with { Operation = "CountTokens" });
        harness.Call(Record(harness.Now, "amazon.titan-image-generator-v2:0"));
        harness.Call(Record(harness.Now, "cohere.embed-english-v3"));
        await harness.MinutesAsync(20);

        (await FindAsync(harness)).ShouldBeNull();
        harness.Notifier.Alerts.ShouldNotContain(alert => alert.Kind == "countsMissing");
    }

    private static async Task<Condition?> FindAsync(MinuteJobHarness harness) =>
        await UncountedDuty.FindAsync(harness.Ports.Book, World.Account, harness.Now, default);

    private static Condition? Standing(MinuteJobHarness harness) =>
        harness.LastReport.Conditions.Select(one => one.Condition).FirstOrDefault(one => one.Kind == GuardCondition.CountsMissing);

    private static IEnumerable<(string Head, int Times)> Told(MinuteJobHarness harness) =>
        harness.Notifier.Alerts.Where(alert => alert.Kind == "countsMissing").GroupBy(alert => alert.Head)
            .Select(alike => (alike.Key, alike.Count()));

    private Invocation Record(DateTimeOffset at, string model = Llama) => new()
    {
        Id = new RecordId(World.Account, "us-east-1", new Guid(++_number, 0, 0, new byte[8])),
        Timestamp = at,
        Caller = Caller.Parse("arn:aws:sts::111122223333:assumed-role/agent/s1"),
        Model = ModelId.Parse(model),
        Operation = "InvokeModel",
    };
}

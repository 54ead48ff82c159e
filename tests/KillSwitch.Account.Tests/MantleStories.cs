using System.Globalization;
using System.Text;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>Who calls the mantle endpoint, told by CloudTrail's data events.</summary>
public sealed class MantleStories(MantleGuard guard) : IClassFixture<MantleGuard>
{
    private const string Counted = "openai.gpt-oss-20b";
    private const string Alone = "openai.gpt-oss-120b";
    private const string Shared = "qwen.qwen3-coder-30b-a3b-instruct";

    private const string Policy = """
        version: 1
        exempt: ["user/admin"]
        rules:
          - { id: calls, per: principal, match: { model: "openai.gpt-oss-20b" }, limit: { calls: 3 }, every: day, stop: principal }
          - { id: alone, per: principal, match: { model: "openai.gpt-oss-120b" }, limit: { usd: 1 }, every: day, stop: principal, brake: exact }
          - { id: shared, per: principal, match: { model: "qwen.*" }, limit: { usd: 1 }, every: day, stop: principal, brake: exact }
          - { id: project, per: project, limit: { usd: 1000 }, every: day, stop: none }
        """;

    private static readonly DateTimeOffset Minute = DateTimeOffset.UtcNow.AddMinutes(-4);

    [Fact]
    public async Task Calls_are_counted_one_by_one_and_their_caller_is_denied_while_others_go_on()
    {
        var (agent, other) = (await guard.RoleAsync("caller"), await guard.RoleAsync("caller-b"));
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();
        await using (var meter = guard.Start("meter"))
        {
            for (var n = 0; n < 3; n++)
            {
                // Delivered twice: one call.
                var call = Event("caller", Counted, "default");
                (await meter.DeliverAsync(call)).IsError.ShouldBeFalse(meter.Log);
                (await meter.DeliverAsync(call)).IsError.ShouldBeFalse(meter.Log);
                if (n < 2)
                    (await guard.InvokesAsync(agent)).ShouldBeTrue();
            }

            (await meter.DeliverAsync(Event("caller-b", Counted, "default", "\"errorCode\":\"AccessDenied\","))).IsError
                .ShouldBeFalse(meter.Log);
            // What is no call is not lost: it fails, and lies with the dead letters.
            (await meter.DeliverAsync(Encoding.UTF8.GetBytes("{\"detail-type\":\"x\",\"detail\":{}}"))).IsError.ShouldBeTrue();
        }

        ((await guard.InvokesAsync(agent)), (await guard.InvokesAsync(other))).ShouldBe((false, true));
        var stop = (await guard.StopsAsync("role/caller")).ShouldHaveSingleItem();
        (stop.GetProperty("rule").GetString(), stop.GetProperty("measured").GetDecimal(), stop.GetProperty("estimated").GetDecimal())
            .ShouldBe(("calls", 3, 0));
        (await guard.CliAsync("usage", "--by", "project")).Succeeded().ShouldContain("default");
        (await guard.CliAsync("restore", "role/caller", "--raise", "10")).Succeeded();
        (await guard.InvokesAsync(agent)).ShouldBeTrue();
    }

    [Fact]
    public async Task Tokens_count_to_who_called_alone_and_what_several_share_waits_for_a_person()
    {
        var (one, two, three) = (await guard.RoleAsync("alone"), await guard.RoleAsync("shares-a"), await guard.RoleAsync("shares-b"));
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();
        await using (var meter = guard.Start("meter"))
        {
            foreach (var call in (byte[][])[
                Event("alone", Alone, "proj_a"), Event("shares-a", Shared, "default"), Event("shares-b", Shared, "default")])
            {
                (await meter.DeliverAsync(call)).IsError.ShouldBeFalse(meter.Log);
            }
        }

        (await guard.InvokesAsync(one)).ShouldBeTrue();
        await PutAsync(Alone, "proj_a", calls: 1, input: 10_000_000);
        await PutAsync(Shared, "default", calls: 2, input: 20_000_000);
        await guard.WatchAsync();

        (await AllAsync(one, two, three)).ShouldBe([false, true, true]);
        var exact = (await guard.StopsAsync("role/alone")).ShouldHaveSingleItem();
        (exact.GetProperty("state").GetString(), exact.GetProperty("estimated").GetDecimal()).ShouldBe(("enforced", 0));
        var waiting = (await guard.StopsAsync("role/shares-a")).ShouldHaveSingleItem();
        waiting.GetProperty("state").GetString().ShouldBe("awaitingApproval");
        waiting.GetProperty("estimated").GetDecimal().ShouldBe(waiting.GetProperty("measured").GetDecimal());
        var explained = (await guard.CliAsync("explain", waiting.GetProperty("id").GetString()!)).Succeeded();
        explained.Flat().ShouldContain("estimated");
        guard.ToldOf("role/shares-a").ShouldContain(told => told.Text.Contains(" of it estimated", StringComparison.Ordinal));

        (await guard.CliAsync("approve", waiting.GetProperty("id").GetString()!)).Succeeded();
        (await AllAsync(one, two, three)).ShouldBe([false, false, true]);
        // Another process finds nothing more to count.
        var before = (await guard.CliAsync("usage", "--by", "principal", "--output", "csv")).Succeeded();
        before.ShouldContain("role/alone,");
        await guard.WatchAsync();
        (await guard.CliAsync("usage", "--by", "principal", "--output", "csv")).Succeeded().ShouldBe(before);
        (await guard.JsonAsync("status")).GetProperty("unattributed").EnumerateArray()
            .Select(one => one.GetProperty("model").GetString()).ShouldNotContain(Alone);
    }

    private async Task<IReadOnlyList<bool>> AllAsync(params AccessKey[] keys)
    {
        var passed = new List<bool>();
        foreach (var key in keys)
            passed.Add(await guard.InvokesAsync(key));
        return passed;
    }

    // As EventBridge hands it on.
    private static byte[] Event(string role, string model, string project, string further = "") => Encoding.UTF8.GetBytes($$$"""
        {"version":"0","id":"{{{Guid.NewGuid()}}}","detail-type":"AWS API Call via CloudTrail","source":"aws.bedrock-mantle",
        "account":"123456789012","time":"{{{Text(Minute)}}}","region":"us-east-1","resources":[],"detail":{"eventVersion":"1.11",
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/{{{role}}}/session-1","accountId":"123456789012"},
        "eventTime":"{{{Text(Minute)}}}","eventSource":"bedrock-mantle.amazonaws.com","eventName":"CreateInference","awsRegion":"us-east-1",
        {{{further}}}"requestParameters":{"model":"{{{model}}}","stream":true},"requestID":"{{{Guid.NewGuid()}}}",
        "resources":[{"type":"AWS::BedrockMantle::Project","ARN":"arn:aws:bedrock-mantle:us-east-1:123456789012:project/{{{project}}}"}],
        "recipientAccountId":"123456789012","eventCategory":"Data"} }
        """);

    private async Task PutAsync(string model, string project, int calls, int input)
    {
        using var account = new RawAccount(guard.Server);
        foreach (var (metric, value) in ((string, int)[])[("Inferences", calls), ("TotalInputTokens", input), ("TotalOutputTokens", 1000)])
        {
            foreach (var dimensions in ((string, string)[][])[[("Model", model)], [("Model", model), ("Project", project)]])
            {
                await account.QueryAsync("monitoring", "2010-08-01", "PutMetricData",
                [
                    ("Namespace", "AWS/BedrockMantle"), ("MetricData.member.1.MetricName", metric),
                    ("MetricData.member.1.Value", $"{value}"), ("MetricData.member.1.Timestamp", Text(Minute)),
                    .. dimensions.SelectMany((dimension, i) => (IEnumerable<(string, string)>)
                    [
                        ($"MetricData.member.1.Dimensions.member.{i + 1}.Name", dimension.Item1),
                        ($"MetricData.member.1.Dimensions.member.{i + 1}.Value", dimension.Item2),
                    ]),
                ]);
            }
        }
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

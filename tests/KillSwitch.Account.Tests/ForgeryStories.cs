using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Account.Tests;

/// <summary>Somebody tells the guard of calls that Bedrock did not serve, or hides those that it did.</summary>
public sealed class ForgeryStories(PreparedGuard guard) : IClassFixture<PreparedGuard>
{
    private const string Stream = "aws/bedrock/modelinvocations";
    private const string Filter = "killswitch-KillSwitch";
    private const string Account = "123456789012";

    private const string Policy = """
        version: 1
        exempt: ["user/admin"]
        rules:
          - { id: forgery-cap, per: principal, limit: { usd: 3 }, every: month, stop: principal }
        """;

    [Theory]
    [InlineData("framed-owner", Calls.Group, Stream, Filter, "999988887777")]
    [InlineData("framed-stream", Calls.Group, "mine", Filter, Account)]
    [InlineData("framed-filter", Calls.Group, Stream, "mine", Account)]
    public async Task Records_that_others_deliver_stop_nobody_and_are_told(
        string name, string group, string stream, string filter, string owner)
    {
        var key = await guard.UserAsync(name);
        await guard.ApplyAsync(Policy, "--yes");

        await guard.DeliverAsync(Calls.From(group, stream, filter, owner, Calls.Of("user/" + name, 20)));

        (await guard.InvokesAsync(key)).ShouldBeTrue();
        (await guard.StopsAsync("user/" + name)).ShouldBeEmpty();
        await guard.WatchAsync();
        var condition = (await guard.JsonAsync("status")).GetProperty("conditions").EnumerateArray()
            .Single(one => one.GetProperty("kind").GetString()!.Equals("foreignRecords", StringComparison.OrdinalIgnoreCase));
        condition.GetProperty("text")
            .GetString()!.ShouldContain(name == "framed-owner" ? owner : name == "framed-stream" ? stream : "the subscription " + filter);
        Told.Each(guard.Front.Published)
            .Count(one => one.Subject.Contains("records that Bedrock did not write reached the meter", StringComparison.Ordinal))
            .ShouldBe(1);
    }

    [Fact]
    public async Task Records_from_a_log_group_that_nobody_knows_come_again_rather_than_count_or_be_lost()
    {
        var key = await guard.UserAsync("framed-group");
        await guard.ApplyAsync(Policy, "--yes");

        (await guard.TryDeliverAsync(Calls.From("/mine", Stream, Filter, Account, Calls.Of("user/framed-group", 20)))).ShouldNotBeNull()
            .ShouldContain("/mine, which Bedrock was not set to write to");

        (await guard.InvokesAsync(key)).ShouldBeTrue();
        // Bedrock's own setting makes it known at once.
        await guard.WriteLogsToAsync("/mine");
        (await guard.TryDeliverAsync(Calls.From("/mine", Stream, Filter, Account, Calls.Of("user/framed-group", 20)))).ShouldBeNull();
        (await guard.InvokesAsync(key)).ShouldBeFalse();
    }

    [Fact]
    public async Task Twenty_empty_forgeries_with_true_request_ids_hide_nothing_and_are_told_with_both_figures()
    {
        var key = await guard.UserAsync("hidden");
        await guard.ApplyAsync(Policy, "--yes");
        var calls = Calls.Of("user/hidden", 20);
        await guard.DeliverAsync(
            calls.Select(call => call with { Tokens = default, Caller = Caller.Parse($"arn:aws:iam::{Account}:user/nobody") }));
        (await guard.InvokesAsync(key)).ShouldBeTrue();

        await guard.DeliverAsync(calls);

        (await guard.InvokesAsync(key)).ShouldBeFalse();
        await guard.WatchAsync();
        var told = Told.Each(guard.Front.Published)
            .Where(one => one.Subject.Contains("records of the same requests contradict each other", StringComparison.Ordinal))
            .ShouldHaveSingleItem();
        told.Text.ShouldContain("of 20 requests");
        told.Text.ShouldContain("one record says 0 tokens, $0.00 and another 200,010 tokens, $1.10");
    }
}

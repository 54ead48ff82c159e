using System.Globalization;
using System.Xml.Linq;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Account.Tests;

/// <summary>Brakes that hold, and cut no further than is proved.</summary>
public sealed class BrakeStories(PreparedGuard guard) : IClassFixture<PreparedGuard>
{
    private const string Denies = "arn:aws:iam::123456789012:policy/killswitch/";

    [Fact]
    public async Task One_record_after_the_deny_widens_nothing_and_two_widen_by_one_step()
    {
        const string role = "role/brakes-leak";
        await guard.RoleAsync("brakes-leak");
        (await guard.ApplyAsync($$"""
            version: 1
            rules: [{ id: sessions, match: { principal: "{{role}}" }, per: [principal, session], limit: { usd: 3 }, every: month, stop: session }]
            """, "--yes")).Succeeded();
        await guard.DeliverAsync(Calls.Of(role, 4));
        var stop = (await guard.StopsAsync(role + "/session-1")).ShouldHaveSingleItem().GetProperty("id").GetString()!;
        await guard.BackdateAsync(stop, TimeSpan.FromMinutes(30));

        // Begun before the deny worked, though its record came after; without tokens; and one that might be forged, twice.
        var late = Calls.Of(role, 1)[0] with { Timestamp = DateTimeOffset.UtcNow.AddMinutes(-27), Tokens = new TokenUsage(10, 20_000) };
        var empty = Calls.Of(role, 2, inputTokens: 0).Select(call => call with { Tokens = default, HasTokenCounts = false });
        var one = Calls.Of(role, 1);
        foreach (var batch in (IEnumerable<Invocation>[])[[late], empty, one, one])
            await guard.DeliverAsync(batch);
        (await guard.StopsAsync(role)).ShouldBeEmpty();
        (await StateAsync(role + "/session-1")).ShouldBe("enforced");

        var two = Calls.Of(role, 1);
        await guard.DeliverAsync(two);

        (await StateAsync(role)).ShouldBe("enforced");
        (await guard.StopsAsync("123456789012")).ShouldBeEmpty();
        var explained = (await guard.CliAsync("explain", stop)).Succeeded();
        foreach (var call in one.Concat(two))
            explained.ShouldContain(call.Id.RequestId);
        (await guard.CliAsync("restore", role)).Succeeded();
        (await guard.CliAsync("restore", role + "/session-1", "--raise", "100")).Succeeded();
    }

    [Fact]
    public async Task Cheap_sessions_of_one_role_use_up_nobodys_stops_and_the_ceiling_waits_for_nobody()
    {
        const string role = "role/brakes-flood";
        await guard.RoleAsync("brakes-flood");
        var spender = await guard.UserAsync("brakes-spender");
        (await guard.ApplyAsync($$"""
            version: 1
            exempt: ["user/admin"]
            maxStops: { count: 2, every: month }
            rules:
              - { id: sessions, match: { principal: "{{role}}" }, per: [principal, session], limit: { usd: 1 }, every: month, stop: session }
              - { id: ceiling, match: { principal: "user/brakes-spender" }, per: principal, limit: { usd: 3 }, every: month, stop: account }
            """, "--yes")).Succeeded();

        await guard.DeliverAsync(
            Calls.Of(role, 4)
            .Select((call, n) => call with { Caller = Caller.Parse($"arn:aws:sts::123456789012:assumed-role/brakes-flood/made-up-{n}") }));
        await guard.DeliverAsync(Calls.Of("user/brakes-spender", 4));

        for (var n = 0; n < 4; n++)
            (await StateAsync($"{role}/made-up-{n}")).ShouldBe("enforced");
        (await StateAsync("123456789012")).ShouldBe("enforced");
        (await guard.InvokesAsync(spender)).ShouldBeFalse();
        (await guard.CliAsync("restore", "account", "--raise", "100")).Succeeded();
        for (var n = 0; n < 4; n++)
            (await guard.CliAsync("restore", $"{role}/made-up-{n}", "--raise", "100")).Succeeded();
    }

    [Fact]
    public async Task A_deny_that_is_taken_off_again_and_again_is_back_each_time_and_people_are_told_once()
    {
        const string user = "user/brakes-fought";
        var key = await guard.UserAsync("brakes-fought");
        (await guard.ApplyAsync($$"""
            version: 1
            rules: [{ id: fought, match: { principal: "{{user}}" }, per: principal, limit: { usd: 3 }, every: month, stop: principal }]
            """, "--yes")).Succeeded();
        await guard.DeliverAsync(Calls.Of(user, 4));
        await guard.BackdateAsync((await guard.StopsAsync(user))[0].GetProperty("id").GetString()!, TimeSpan.FromMinutes(30));

        var off = 0;
        for (var i = 0; i < 8; i++)
        {
            await DetachAsync(user);
            await guard.HearAsync(Detached(user, $"fought-{i}"));
            off += await guard.InvokesAsync(key) ? 1 : 0;
        }

        off.ShouldBe(0);
        await DetachAsync(user);
        await guard.WatchAsync();
        (await guard.InvokesAsync(key)).ShouldBeFalse();

        var told = Told.Each(guard.Front.Published).ToList();
        told.Count(one => one.Subject.StartsWith("PUT BACK", StringComparison.Ordinal)).ShouldBe(2);
        var contested = told.Single(one => one.Subject.StartsWith("GUARD CONTESTED", StringComparison.Ordinal));
        contested.Text.ShouldContain("by arn:aws:iam::123456789012:user/terraform");
        contested.Text.ShouldContain("ignore_changes");
        (await guard.JsonAsync("status")).GetProperty("conditions").EnumerateArray()
            .Select(one => one.GetProperty("kind").GetString()).ShouldContain("contested");
        (await guard.CliAsync("restore", user, "--raise", "100")).Succeeded();
    }

    [Fact]
    public async Task A_stop_takes_the_place_of_the_hold_where_there_is_only_one_and_the_hold_comes_back_with_the_restore()
    {
        const string user = "user/brakes-full";
        var key = await guard.UserAsync("brakes-full");
        guard.Front.Own = new OnePlaceLeft("brakes-full").Answer;
        try
        {
            (await guard.ApplyAsync($$"""
                version: 1
                mantle: deny
                rules: [{ id: full, match: { principal: "{{user}}" }, per: principal, limit: { usd: 3 }, every: month, stop: principal }]
                """, "--yes")).Succeeded();
            await guard.WatchAsync();
            (await HeldAsync("brakes-full")).ShouldBe(["KillSwitch-deny-mantle-us-east-1"]);

            await guard.DeliverAsync(Calls.Of(user, 4));

            (await StateAsync(user)).ShouldBe("enforced");
            (await guard.InvokesAsync(key)).ShouldBeFalse();
            (await HeldAsync("brakes-full")).ShouldBe(["KillSwitch-deny-spending-us-east-1"]);
            await guard.WatchAsync();
            (await HeldAsync("brakes-full")).ShouldBe(["KillSwitch-deny-spending-us-east-1"]);

            (await guard.CliAsync("restore", user, "--raise", "100")).Succeeded();
            (await guard.InvokesAsync(key)).ShouldBeTrue();
            (await HeldAsync("brakes-full")).ShouldBe(["KillSwitch-deny-mantle-us-east-1"]);
        }
        finally
        {
            guard.Front.Own = null;
        }
    }

    private async Task<string?> StateAsync(string target) =>
        await guard.StopsAsync(target) is [var stop, ..] ? stop.GetProperty("state").GetString() : null;

    private Task<XElement> DetachAsync(string user) =>
        guard.IamAsync(
            "DetachUserPolicy", ("UserName", user["user/".Length..]), ("PolicyArn", Denies + "KillSwitch-deny-spending-us-east-1"));

    private async Task<IReadOnlyList<string>> HeldAsync(string user)
    {
        var listed = await guard.IamAsync("ListAttachedUserPolicies", ("UserName", user));
        return [.. listed.Descendants().Where(element => element.Name.LocalName == "PolicyName").Select(element => element.Value)];
    }

    private static string Detached(string user, string id) => $$"""
        {
          "version": "0", "id": "delivery", "detail-type": "AWS API Call via CloudTrail", "source": "aws.iam", "account": "123456789012", "region": "us-east-1",
          "detail": {
            "eventID": "{{id}}", "eventTime": "{{DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}}", "eventSource": "iam.amazonaws.com", "eventName": "DetachUserPolicy",
            "sourceIPAddress": "203.0.113.7", "userAgent": "APN/1.0 HashiCorp/1.0 Terraform/1.9.0", "userIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/terraform" },
            "requestParameters": { "userName": "{{user["user/".Length..]}}", "policyArn": "{{Denies}}KillSwitch-deny-spending-us-east-1" }
          }
        }
        """;

    /// <summary>A user that holds nine policies of its own, by the quota that the emulator does not know.</summary>
    private sealed class OnePlaceLeft(string user)
    {
        private readonly HashSet<string> _held = [];

        public string? Answer(IReadOnlyDictionary<string, string> fields)
        {
            if (fields.GetValueOrDefault("UserName") != user || !fields.TryGetValue("PolicyArn", out var policy))
                return null;
            lock (_held)
            {
                if (fields["Action"] == "DetachUserPolicy")
                {
                    _held.Remove(policy);
                }
                else if (fields["Action"] == "AttachUserPolicy" && _held.Count > 0 && !_held.Contains(policy))
                {
                    return "<ErrorResponse><Error><Type>Sender</Type><Code>LimitExceeded</Code><Message>Cannot exceed quota for "
                        + "PoliciesPerUser: 10</Message></Error></ErrorResponse>";
                }
                else if (fields["Action"] == "AttachUserPolicy")
                {
                    _held.Add(policy);
                }

                return null;
            }
        }
    }
}

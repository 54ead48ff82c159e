using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Aws.Tests.Denies;

public sealed class PreparedHoldTests(MotoServer server) : IAsyncLifetime
{
    private readonly InMemoryMemory _memory = new();
    private TaggedAccount _account = null!;
    private string _deny = "";
    private int _version;

    public async ValueTask InitializeAsync()
    {
        _account = await TaggedAccount.CreateAsync(server);
        _deny = await _account.PolicyAsync("deny-held", MantleDeny.Document());
        await _account.PrincipalAsync("role/agent-1", "bedrock:*");
        await _account.PrincipalAsync("role/other", "bedrock:*");
        await _account.PrincipalAsync("role/agent-backup", "s3:*");
        await _account.PrincipalAsync("role/agent-exempt", "bedrock:*");
    }

    public ValueTask DisposeAsync()
    {
        _account.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("mantle", "allow")]
    [InlineData("unmetered", "tell")]
    public async Task Principals_under_a_cap_who_may_spend_are_held_and_let_go_when_the_policy_no_longer_says_so(string key, string open)
    {
        await ApplyAsync(key, "deny", "role/agent-*");
        (await Hold(key).HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent-1"]);

        await ApplyAsync(key, "deny", "role/other");
        (await Hold(key).HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/other"]);

        await ApplyAsync(key, open, "role/other");
        (await Hold(key).HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("mantle")]
    [InlineData("unmetered")]
    public async Task A_policy_that_observes_lets_them_go(string key)
    {
        await ApplyAsync(key, "deny", "role/agent-*");
        await Hold(key).HoldAsync(default);

        await ApplyAsync(key, "deny", "role/agent-*", "observe");
        (await Hold(key).HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("mantle", "allow")]
    [InlineData("unmetered", "tell")]
    public async Task Whom_nobody_here_can_change_is_said_while_the_policy_denies_it(string key, string open)
    {
        await _account.PrincipalAsync("role/AWSReservedSSO_Dev_0123456789abcdef", "bedrock:*");
        await ApplyAsync(key, "deny", "role/*");

        (await Hold(key).HoldAsync(default)).ShouldNotBeNull().ShouldContain("role/AWSReservedSSO_Dev_0123456789abcdef");

        await ApplyAsync(key, open, "role/*");
        (await Hold(key).HoldAsync(default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("mantle")]
    [InlineData("unmetered")]
    public async Task A_guard_that_is_removed_keeps_nobody_from_it_and_one_that_is_deployed_does(string key)
    {
        await ApplyAsync(key, "deny", "role/agent-*");
        await Hold(key).GiveUpAsync(default);
        (await Hold(key).HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();

        await Hold(key).TakeUpAsync(default);
        await Hold(key).HoldAsync(default);
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent-1"]);
    }

    [Fact]
    public async Task Everybody_but_the_exempt_is_kept_from_other_regions_and_let_go_when_a_deployment_no_longer_asks_for_it()
    {
        await ApplyAsync("mantle", "allow", "role/agent-*");
        (await Elsewhere(isAsked: true).HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent-1", "role/other"], ignoreOrder: true);

        await _account.PrincipalAsync("role/new", "bedrock:*");
        await _account.PrincipalAsync("role/AWSReservedSSO_Dev_0123456789abcdef", "bedrock:*");
        (await Elsewhere(isAsked: true).HoldAsync(default)).ShouldNotBeNull().ShouldContain("role/AWSReservedSSO_Dev_0123456789abcdef");
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent-1", "role/new", "role/other"], ignoreOrder: true);

        await ApplyAsync("mantle", "allow", "role/agent-*", "observe");
        (await Elsewhere(isAsked: true).HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();

        await ApplyAsync("mantle", "allow", "role/agent-*");
        await Elsewhere(isAsked: true).HoldAsync(default);
        (await Elsewhere(isAsked: false).HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
    }

    private PreparedHold Elsewhere(bool isAsked) =>
        new(StandingHold.OtherRegions(isAsked), _account.Iam, _deny, _account.Policies, _memory, TimeProvider.System);

    private PreparedHold Hold(string key) =>
        new(key == StandingHold.Mantle.Name
            ? StandingHold.Mantle
            : StandingHold.Unmetered, _account.Iam, _deny, _account.Policies, _memory, TimeProvider.System);

    private async Task ApplyAsync(string key, string word, string principal, string mode = "enforce")
    {
        var yaml = $$"""
            version: 1
            mode: {{mode}}
            {{key}}: {{word}}
            exempt: ["role/agent-exempt"]
            rules: [{ id: cap, match: { principal: "{{principal}}" }, per: principal, limit: { usd: 3 }, every: day, stop: principal }]
            """;
        (await _account.Policies.TryApplyAsync(
            new PolicyVersion(++_version, yaml, DateTimeOffset.UnixEpoch, "arn:aws:iam::1:user/ana"), default)).ShouldBeTrue();
    }
}

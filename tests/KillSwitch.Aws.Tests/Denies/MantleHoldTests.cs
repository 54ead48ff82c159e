using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Embedded;

namespace KillSwitch.Aws.Tests.Denies;

public sealed class MantleHoldTests(MotoServer server) : IAsyncLifetime
{
    private readonly EmbeddedMemory _memory = new();
    private TaggedAccount _account = null!;
    private string _deny = "";
    private int _version;

    public async ValueTask InitializeAsync()
    {
        _account = await TaggedAccount.CreateAsync(server);
        _deny = await _account.PolicyAsync("deny-mantle", MantleDeny.Document());
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

    [Fact]
    public async Task Principals_under_a_cap_who_may_spend_are_kept_from_mantle_and_let_again_when_the_policy_allows_it()
    {
        await ApplyAsync("deny", "role/agent-*");
        (await Hold.HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent-1"]);

        await ApplyAsync("deny", "role/other");
        (await Hold.HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/other"]);

        await ApplyAsync("allow", "role/other");
        (await Hold.HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whom_nobody_here_can_change_is_said_while_the_policy_denies_it()
    {
        await _account.PrincipalAsync("role/AWSReservedSSO_Dev_0123456789abcdef", "bedrock:*");
        await ApplyAsync("deny", "role/*");

        (await Hold.HoldAsync(default)).ShouldNotBeNull().ShouldContain("role/AWSReservedSSO_Dev_0123456789abcdef");

        await ApplyAsync("allow", "role/*");
        (await Hold.HoldAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_guard_that_is_removed_keeps_nobody_from_it_and_one_that_is_deployed_does()
    {
        await ApplyAsync("deny", "role/agent-*");
        await Hold.GiveUpAsync(default);
        (await Hold.HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();

        await Hold.TakeUpAsync(default);
        await Hold.HoldAsync(default);
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent-1"]);
    }

    private MantleHold Hold => new(_account.Iam, _deny, _account.Policies, _memory, TimeProvider.System);

    private async Task ApplyAsync(string mantle, string principal)
    {
        var yaml = $$"""
            version: 1
            mantle: {{mantle}}
            exempt: ["role/agent-exempt"]
            rules: [{ id: cap, match: { principal: "{{principal}}" }, per: principal, limit: { usd: 3 }, every: day, stop: principal }]
            """;
        (await _account.Policies.TryApplyAsync(new PolicyVersion(++_version, yaml, DateTimeOffset.UnixEpoch, "arn:aws:iam::1:user/ana"), default)).ShouldBeTrue();
    }
}

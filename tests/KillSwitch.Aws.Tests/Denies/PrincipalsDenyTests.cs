using System.Net;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Denies;

/// <summary>Each in an account of its own.</summary>
public sealed class PrincipalsDenyTests(MotoServer server) : IAsyncLifetime
{
    private readonly InMemoryMemory _memory = new();
    private TaggedAccount _account = null!;
    private string _deny = "";

    public async ValueTask InitializeAsync()
    {
        _account = await TaggedAccount.CreateAsync(server);
        _deny = await _account.PolicyAsync("deny-principals", SpendingDeny.Document());
        foreach (var (role, team) in new[] { ("one", "payments"), ("two", "payments"), ("three", "search"), ("four", "") })
        {
            await _account.PrincipalAsync("role/" + role, "bedrock:*");
            if (team.Length > 0)
                await _account.TagAsync("role/" + role, "Team", team);
        }
    }

    public ValueTask DisposeAsync()
    {
        _account.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Who_carries_the_tag_and_may_spend_is_denied_and_nobody_else_and_a_restore_lets_all_of_them_go()
    {
        await _account.PrincipalAsync("role/backup", "s3:*");
        await _account.TagAsync("role/backup", "team", "payments");

        (await Deny().DenyAsync(Team("payments"), default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeFalse();

        (await HoldersAsync()).ShouldBe(["role/one", "role/two"]);
        (await Deny().IsDeniedAsync(Team("payments"), default)).ShouldBe(true);
        (await Deny().IsDeniedAsync(Team("search"), default)).ShouldBe(false);
        (await Deny().AllowAsync(Team("payments"), default)).ShouldBeOfType<EnforcementResult.Done>();
        (await HoldersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_gets_the_tag_later_is_denied_too_and_who_loses_it_stays_denied()
    {
        var deny = Deny();
        await deny.DenyAsync(Team("payments"), default);
        await _account.TagAsync("role/four", "team", "payments");
        await _account.TagAsync("role/one", "team", "search");

        (await deny.DenyAsync(Team("payments"), default)).ShouldBeOfType<EnforcementResult.Done>().Again.ShouldBeEmpty();

        (await HoldersAsync()).ShouldBe(["role/four", "role/one", "role/two"]);
        (await deny.IsDeniedToAsync(Team("payments"), "role/one", default)).ShouldBe(true);
        (await deny.AllowAsync(Team("payments"), default)).ShouldBeOfType<EnforcementResult.Done>();
        (await HoldersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whom_another_such_stop_holds_is_not_let_go()
    {
        await _account.TagAsync("role/one", "unit", "shop");
        var unit = new StopTarget.Principals(_account.Id, "unit", "shop");
        await Deny().DenyAsync(Team("payments"), default);
        await Deny().DenyAsync(unit, default);

        (await Deny(Team("payments"), unit).AllowAsync(Team("payments"), default)).ShouldBeOfType<EnforcementResult.Done>();

        (await HoldersAsync()).ShouldBe(["role/one"]);
        (await Deny(unit).AllowAsync(unit, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await HoldersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_lost_the_tag_of_a_stop_that_stands_is_not_let_go_by_the_end_of_another()
    {
        await Deny().DenyAsync(Team("payments"), default);
        await Deny().DenyAsync(Team("search"), default);
        await _account.UntagAsync("role/one", "Team");
        await _account.TagAsync("role/three", "Team", "payments");

        (await Deny(Team("payments"), Team("search")).AllowAsync(Team("search"), default)).ShouldBeOfType<EnforcementResult.Done>();

        (await HoldersAsync()).ShouldBe(["role/one", "role/three", "role/two"]);
        (await Deny().IsDeniedAsync(Team("payments"), default)).ShouldBe(true);
        (await Deny(Team("payments")).AllowAsync(Team("payments"), default)).ShouldBeOfType<EnforcementResult.Done>();
        (await HoldersAsync()).ShouldBeEmpty();
        // What has ended holds nobody the next time.
        await Deny().DenyAsync(Team("payments"), default);
        (await HoldersAsync()).ShouldBe(["role/three", "role/two"]);
    }

    [Fact]
    public async Task The_exempt_are_spared_and_those_without_the_tag_are_one_group()
    {
        await _account.ExemptAsync("role/two");

        await Deny().DenyAsync(Team("payments"), default);
        (await HoldersAsync()).ShouldBe(["role/one"]);
        await Deny().DenyAsync(Team("(none)"), default);
        (await HoldersAsync()).ShouldBe(["role/four", "role/one"]);
    }

    [Fact]
    public async Task Of_one_who_does_not_carry_the_tag_nothing_is_said()
    {
        await Deny().DenyAsync(Team("payments"), default);

        (await Deny().IsDeniedToAsync(Team("payments"), "role/two", default)).ShouldBe(true);
        (await Deny().IsDeniedToAsync(Team("payments"), "role/three", default)).ShouldBeNull();
        (await Deny().IsDeniedToAsync(Team("search"), "role/three", default)).ShouldBe(false);
        (await Deny().IsDeniedToAsync(Team("search"), "role/nobody", default)).ShouldBeNull();
    }

    [Fact]
    public async Task One_who_cannot_be_changed_is_named_and_keeps_nobody_else_from_being_denied()
    {
        using var refusing = _account.Faulty(FaultyRequests.Refusing("RoleName=two", HttpStatusCode.BadRequest, "UnmodifiableEntity"));

        (await Carriers.Deny(refusing, _deny, _account.Policies, _memory).DenyAsync(Team("payments"), default))
            .ShouldBeOfType<EnforcementResult.Done>().Note.ShouldBe("not denied, as nobody here can change them: role/two");

        (await HoldersAsync()).ShouldBe(["role/one"]);
    }

    private StopTarget.Principals Team(string value) => new(_account.Id, "team", value);

    private KillSwitch.Aws.Denies.PrincipalsDeny Deny(params StopTarget.Principals[] standing) =>
        Carriers.Deny(_account.Iam, _deny, _account.Policies, _memory, standing);

    private async Task<IEnumerable<string>> HoldersAsync() =>
        (await _account.HoldersAsync(_deny)).Order(StringComparer.Ordinal);
}

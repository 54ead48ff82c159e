using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Organizations;

namespace KillSwitch.Account.Tests;

/// <summary>An account of an organization, whose guard may use its two policies.</summary>
public sealed class OrganizationStories : IAsyncLifetime
{
    private const string Sso = "AWSReservedSSO_Dev_0123456789abcdef";

    private const string Policy = """
        version: 1
        exempt: ["role/BreakGlass*"]
        rules:
          - id: cap
            per: principal
            limit: { usd: 3 }
            every: day
            stop: principal
        """;

    private static readonly GuardResources Own = new("KillSwitch", null);

    private HandMadeGuard _guard = null!;

    public async ValueTask InitializeAsync() => _guard = await HandMadeGuard.CreateAsync();

    public async ValueTask DisposeAsync() => await _guard.DisposeAsync();

    [Fact]
    public async Task A_role_of_identity_center_over_its_cap_is_stopped_by_the_organization_and_a_restore_lets_it_go()
    {
        await _guard.ApplyAsync(Policy);
        await using var meter = await _guard.StartMeterAsync();
        await meter.ReadyAsync();

        (await meter.DeliverAsync(
            Calls.Payload(Of($"arn:aws:sts::{_guard.Account.Id}:assumed-role/{Sso}/ana@example.com")))).IsError.ShouldBeFalse(meter.Log);

        var stop = JsonDocument.Parse((await _guard.CliAsync("status", "--output", "json")).Output).RootElement.GetProperty("stops")[0];
        stop.GetProperty("state").GetString().ShouldBe("enforced", meter.Log);
        stop.GetProperty("note").GetString().ShouldNotBeNull()
            .ShouldStartWith("denied by the organization's policy, as a role of IAM Identity Center cannot be changed");
        var (document, isAttached) = await _guard.ControlPolicyAsync(_guard.PrincipalScp);
        PrincipalControlPolicy.Read(document, Own).ShouldBe([new StoppedCaller("role/" + Sso)]);
        isAttached.ShouldBeTrue();

        (await _guard.CliAsync("restore", "role/" + Sso, "--raise", "5")).Succeeded();
        PrincipalControlPolicy.Read((await _guard.ControlPolicyAsync(_guard.PrincipalScp)).Document, Own).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_of_the_account_is_the_organizations_too_and_goes_with_the_restore()
    {
        await _guard.ApplyAsync(Policy);

        var stopped = await _guard.CliAsync("stop", "account", "--reason", "the bill doubled overnight");
        stopped.Succeeded().ShouldContain("the organization's policy denies everyone who is not exempt, too");
        (await _guard.ControlPolicyAsync(_guard.AccountScp)).IsAttached.ShouldBeTrue();

        (await _guard.CliAsync("restore", "account")).Succeeded();
        (await _guard.ControlPolicyAsync(_guard.AccountScp)).IsAttached.ShouldBeFalse();
    }

    [Fact]
    public async Task Whom_nothing_stops_is_said_at_once_with_what_to_do()
    {
        await _guard.ApplyAsync(Policy);

        var failed = await _guard.CliAsync("stop", "role/AWSServiceRoleForSupport", "--reason", "it spends", "--anyway");

        failed.ExitCode.ShouldBe(3);
        failed.Output.ShouldContain(
            "NOT stopped: a service-linked role cannot be changed; a service control policy binds no service-linked role");
    }

    private Invocation[] Of(string arn) =>
    [
        .. Calls.Of("role/" + Sso, 4).Select(call => call with
        {
            Id = new RecordId(_guard.Account.Id, "us-east-1", Guid.NewGuid()),
            Caller = Caller.Parse(arn),
        }),
    ];
}

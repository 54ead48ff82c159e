using System.Net;
using Amazon.IdentityManagement;
using KillSwitch.Aws.Denies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Aws.Tests.Denies;

/// <summary>What the tags do to a call is proved by an evaluator; here is on whom they are.</summary>
public sealed class ModelByTagTests(MotoServer server) : IAsyncLifetime
{
    private const string Opus = "anthropic.claude-opus-4-6-v1";

    private static readonly string[] OpusTags = ["anthropic.claude-opus-4-6", Opus];

    private TaggedAccount _account = null!;
    private string _deny = "";

    public async ValueTask InitializeAsync()
    {
        _account = await TaggedAccount.CreateAsync(server);
        _deny = await _account.PolicyAsync("deny-model", ModelDeny.Document());
        await _account.PrincipalAsync("role/agent", "bedrock:*");
        await _account.PrincipalAsync("user/ada", "bedrock:InvokeModel");
        await _account.PrincipalAsync("role/backup", "s3:*");
    }

    public ValueTask DisposeAsync()
    {
        _account.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Everyone_who_may_spend_is_denied_the_model_and_let_go_again()
    {
        (await Models().DenyAsync(Model(Opus), default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeFalse();
        (await Models().DenyAsync(Model(Opus), default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeTrue();

        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent", "user/ada"]);
        foreach (var who in (string[])["role/agent", "user/ada"])
            (await _account.StoppedAsync(who)).ShouldBe(OpusTags);
        (await _account.StoppedAsync("role/backup")).ShouldBeEmpty();
        (await Models().IsDeniedAsync(Model(Opus), default)).ShouldBe(true);

        for (var i = 0; i < 2; i++)
        {
            (await Models().AllowAsync(Model(Opus), default)).ShouldBeOfType<EnforcementResult.Done>();
            (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
            (await _account.StoppedAsync("user/ada")).ShouldBeEmpty();
            (await _account.StoppedAsync("role/agent")).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Two_models_are_stopped_and_let_go_each_on_its_own()
    {
        await Task.WhenAll(
            Models().DenyAsync(Model(Opus), default).AsTask(),
            Models().DenyAsync(Model("amazon.nova-pro-v1:0"), default).AsTask());
        // What one of the two wrote over the other is put right by the next look, as the watch does it.
        await Models().DenyAsync(Model(Opus), default);
        await Models().DenyAsync(Model("amazon.nova-pro-v1:0"), default);
        (await _account.StoppedAsync("user/ada")).ShouldBe(["amazon.nova-pro", "amazon.nova-pro-v1:0", .. OpusTags]);

        await Models().AllowAsync(Model("amazon.nova-pro-v1:0"), default);

        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent", "user/ada"]);
        (await _account.StoppedAsync("role/agent")).ShouldBe(OpusTags);
        (await Models().IsDeniedAsync(Model(Opus), default)).ShouldBe(true);
        (await Models().IsDeniedAsync(Model("amazon.nova-pro-v1:0"), default)).ShouldBe(false);
    }

    [Fact]
    public async Task Who_is_exempt_is_left_out_and_who_comes_later_is_caught()
    {
        await _account.PrincipalAsync("role/BreakGlass", "*");
        await _account.ExemptAsync("role/BreakGlass");
        await Models().DenyAsync(Model(Opus), default);

        await _account.PrincipalAsync("role/latecomer", "bedrock:InvokeModel");
        (await Models().IsDeniedAsync(Model(Opus), default)).ShouldBe(false);
        (await Models().IsDeniedToAsync(Model(Opus), "role/latecomer", default)).ShouldBe(false);
        (await Models().IsDeniedToAsync(Model(Opus), "role/agent", default)).ShouldBe(true);
        (await Models().IsDeniedToAsync(Model(Opus), "role/AWSReservedSSO_x", default)).ShouldBeNull();
        (await Models().DenyAsync(Model(Opus), default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeFalse();

        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent", "role/latecomer", "user/ada"]);
        (await _account.StoppedAsync("role/BreakGlass")).ShouldBeEmpty();

        await _account.ExemptAsync("role/agent");
        await Models().DenyAsync(Model(Opus), default);
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/BreakGlass", "role/latecomer", "user/ada"]);
        (await _account.StoppedAsync("role/agent")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tag_that_someone_took_off_is_seen_and_put_back()
    {
        await Models().DenyAsync(Model(Opus), default);
        await _account.Iam.UntagUserAsync(new() { UserName = "ada", TagKeys = [.. StopTags.Default.Models.Keys] });

        (await Models().IsDeniedAsync(Model(Opus), default)).ShouldBe(false);
        (await Models().IsDeniedToAsync(Model(Opus), "user/ada", default)).ShouldBe(false);
        await Models().DenyAsync(Model(Opus), default);

        (await _account.StoppedAsync("user/ada")).ShouldBe(OpusTags);
    }

    [Fact]
    public async Task One_without_a_free_tag_fails_the_stop_and_keeps_nobody_else_from_being_denied()
    {
        foreach (var key in StopTags.Default.Models.Keys)
            await _account.TagAsync("role/agent", key, "vendor.model-of-" + key);

        var failed = (await Models().DenyAsync(Model(Opus), default)).ShouldBeOfType<EnforcementResult.Failed>();

        failed.Failure.ShouldBe(StopFailure.PolicyLimitReached);
        failed.Reason.ShouldStartWith("1 of 2 principals could not be changed: role/agent; role/agent has no tag free");
        (await _account.StoppedAsync("user/ada")).ShouldBe(OpusTags);
    }

    [Fact]
    public async Task One_who_cannot_be_changed_by_anybody_is_named()
    {
        using var refusing = _account.Faulty(FaultyRequests.Refusing("UserName=ada", HttpStatusCode.BadRequest, "UnmodifiableEntity"));

        for (var i = 0; i < 2; i++)
        {
            // To try in vain is no change: what is served from then on to others is a leak.
            var done = (await Models(refusing).DenyAsync(Model(Opus), default)).ShouldBeOfType<EnforcementResult.Done>();
            (done.WasSo, done.Note).ShouldBe((i == 1, "not denied, as nobody here can change them: user/ada"));
        }
    }

    [Fact]
    public async Task A_model_of_ones_own_is_named_by_its_id()
    {
        await Models().DenyAsync(Model($"arn:aws:bedrock:us-east-1:{_account.Id}:provisioned-model/abc123"), default);

        (await _account.StoppedAsync("role/agent")).ShouldBe(["abc123"]);
    }

    [Fact]
    public async Task What_is_no_model_cannot_be_stopped_and_needs_no_restore()
    {
        (await Models().DenyAsync(Model("(none)"), default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.NotPrepared);
        (await Models().AllowAsync(Model("(none)"), default)).ShouldBeOfType<EnforcementResult.Done>();
        (await Models().IsDeniedAsync(Model("(none)"), default)).ShouldBeNull();
    }

    private StopTarget.Model Model(string id) => new(_account.Id, id);

    [Fact]
    public async Task What_the_account_has_of_its_own_on_the_model_is_denied_with_it_and_let_go_with_it_even_when_it_is_gone_by_then()
    {
        var arn = $"arn:aws:bedrock:us-east-1:{_account.Id}:provisioned-model/abc123def456";
        var (routes, memory) = (new InMemoryRoutes(), new InMemoryMemory());
        routes.Put(arn, Opus);
        ModelByTag With(InMemoryRoutes some) =>
            new(_account.Iam, _deny, _account.Policies, new OwnModels(some, memory, ["us-east-1"], StopTags.Default.OwnModels),
                TimeProvider.System);

        (await With(routes).DenyAsync(Model(Opus), default)).ShouldBeOfType<EnforcementResult.Done>().Note.ShouldBeNull();
        (await _account.StoppedAsync("role/agent")).ShouldBe(["abc123def456", .. OpusTags]);
        (await With(routes).DenyAsync(Model(Opus), default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeTrue();
        (await With(new InMemoryRoutes()).IsDeniedAsync(Model(Opus), default)).ShouldBe(true);

        (await With(new InMemoryRoutes()).AllowAsync(Model(Opus), default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.StoppedAsync("role/agent")).ShouldBeEmpty();
        (await new OwnModels(routes, memory, [], StopTags.Default.OwnModels).KnownAsync(Opus, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_no_tag_is_free_for_is_named_and_keeps_nothing_else_from_being_denied()
    {
        var routes = new InMemoryRoutes();
        for (var i = 1; i <= 4; i++)
            routes.Put($"arn:aws:bedrock:us-east-1:{_account.Id}:provisioned-model/abc123def45{i}", Opus);
        var models = new ModelByTag(
            _account.Iam, _deny, _account.Policies, new OwnModels(routes, new InMemoryMemory(), ["us-east-1"], StopTags.Default.OwnModels),
            TimeProvider.System);

        (await models.DenyAsync(Model(Opus), default)).ShouldBeOfType<EnforcementResult.Done>().Note.ShouldNotBeNull()
            .ShouldContain("no tag is free for arn:aws:bedrock:us-east-1:");

        (await _account.StoppedAsync("user/ada")).Count.ShouldBe(OpusTags.Length + 3);
    }

    [Fact]
    public async Task What_protects_the_guard_goes_on_with_the_deny_and_off_with_the_last_and_never_keeps_the_deny_from_being_put_on()
    {
        var guard = await _account.PolicyAsync("deny-guard", GuardDeny.Document(new GuardResources("KillSwitch", null), ["role/oncall"]));
        // Room for the model's deny and for nothing else.
        await _account.PrincipalAsync("role/full", "bedrock:*");
        using var iam = _account.Faulty(new FaultyRequests((_, body) =>
            body.Contains("Action=AttachRolePolicy&", StringComparison.Ordinal) && body.Contains("RoleName=full", StringComparison.Ordinal)
                && body.Contains("deny-guard", StringComparison.Ordinal)
                ? FaultyRequests.Refusal(HttpStatusCode.Conflict, "LimitExceeded")()
                : null));
        var models = new ModelByTag(iam, _deny, _account.Policies, own: null, TimeProvider.System)
        {
            Beside = new AccompanyingDeny(iam, guard, [_deny]),
        };

        (await models.DenyAsync(Model(Opus), default))
            .ShouldBeOfType<EnforcementResult.Done>().Note.ShouldNotBeNull().ShouldEndWith(": role/full");
        (await models.DenyAsync(Model("amazon.nova-pro-v1:0"), default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent", "role/full", "user/ada"]);
        (await _account.HoldersAsync(guard)).ShouldBe(["role/agent", "user/ada"]);

        // Taken off by somebody, it is back with the next look.
        await _account.Iam.DetachRolePolicyAsync(new() { RoleName = "agent", PolicyArn = guard });
        await models.DenyAsync(Model(Opus), default);
        (await _account.HoldersAsync(guard)).ShouldBe(["role/agent", "user/ada"]);

        (await models.AllowAsync(Model(Opus), default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.HoldersAsync(guard)).ShouldBe(["role/agent", "user/ada"]);
        (await models.AllowAsync(Model("amazon.nova-pro-v1:0"), default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.HoldersAsync(guard)).ShouldBeEmpty();
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
    }

    private ModelByTag Models(AmazonIdentityManagementServiceClient? iam = null) =>
        new(iam ?? _account.Iam, _deny, _account.Policies, own: null, TimeProvider.System);
}

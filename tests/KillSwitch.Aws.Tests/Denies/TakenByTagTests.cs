using Amazon.Runtime;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Routes;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Aws.Tests.Denies;

/// <summary>What the tags do to a call is proved by an evaluator; here is on whom they are.</summary>
public sealed class TakenByTagTests(MotoServer server) : IAsyncLifetime
{
    private const string Opus = "anthropic.claude-opus-*";

    private TaggedAccount _account = null!;
    private string _deny = "";

    public async ValueTask InitializeAsync()
    {
        _account = await TaggedAccount.CreateAsync(server);
        _deny = await _account.PolicyAsync("deny-taken", TakenDeny.Document());
        await _account.PrincipalAsync("role/agent", "bedrock:*");
        await _account.PrincipalAsync("role/other", "bedrock:*");
        await _account.PrincipalAsync("user/ada", "bedrock:InvokeModel");
        await _account.PrincipalAsync("role/backup", "s3:*");
        await _account.TagAsync("role/agent", "team", "shop");
    }

    public ValueTask DisposeAsync()
    {
        _account.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("role/agent")]
    [InlineData("user/ada")]
    public async Task One_is_denied_the_models_and_nobody_else_is_and_is_let_go_again(string who)
    {
        (await Taken().DenyAsync(Of(who, Opus), default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeFalse();
        (await Taken().DenyAsync(Of(who, Opus), default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeTrue();

        (await _account.HoldersAsync(_deny)).ShouldBe([who]);
        (await _account.StoppedAsync(who)).ShouldBe(["anthropic.claude-opus-"]);
        (await Taken().IsDeniedAsync(Of(who, Opus), default)).ShouldBe(true);
        (await Taken().IsDeniedToAsync(Of(who, Opus), "role/other", default)).ShouldBe(false);

        for (var i = 0; i < 2; i++)
        {
            (await Taken().AllowAsync(Of(who, Opus), default)).ShouldBeOfType<EnforcementResult.Done>();
            (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
            (await _account.StoppedAsync(who)).ShouldBeEmpty();
        }

        (await _account.TagsAsync("role/agent"))["team"].ShouldBe("shop");
    }

    [Fact]
    public async Task Two_sets_of_one_principal_are_taken_away_and_given_back_each_on_its_own()
    {
        await Taken().DenyAsync(Of("role/agent", Opus), default);
        await Taken().DenyAsync(Of("role/agent", "amazon.nova-premier-*, amazon.nova-pro-v1:0"), default);

        await Taken().AllowAsync(Of("role/agent", Opus), default);

        (await _account.StoppedAsync("role/agent"))
            .ShouldBe(["amazon.nova-premier", "amazon.nova-premier-", "amazon.nova-pro", "amazon.nova-pro-v1:0"]);
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent"]);
        (await Taken().IsDeniedAsync(Of("role/agent", Opus), default)).ShouldBe(false);
    }

    [Fact]
    public async Task Everyone_who_may_spend_and_is_not_exempt_is_denied_them()
    {
        await _account.ExemptAsync("role/other");
        var everyone = new StopTarget.Models(new StopTarget.WholeAccount(_account.Id), new ModelSet(Opus));

        (await Taken().DenyAsync(everyone, default)).ShouldBeOfType<EnforcementResult.Done>();

        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent", "user/ada"]);
        (await Taken().IsDeniedAsync(everyone, default)).ShouldBe(true);
        (await Taken().AllowAsync(everyone, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_who_carry_a_tag_are_denied_them_with_who_gets_it_later_and_nobody_else()
    {
        var team = new StopTarget.Models(new StopTarget.Principals(_account.Id, "Team", "shop"), new ModelSet(Opus));

        (await Taken().DenyAsync(team, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent"]);
        await _account.TagAsync("role/other", "team", "shop");
        (await Taken().IsDeniedAsync(team, default)).ShouldBe(false);
        await Taken().DenyAsync(team, default);

        (await _account.HoldersAsync(_deny)).ShouldBe(["role/agent", "role/other"]);
        (await Taken().IsDeniedToAsync(team, "role/other", default)).ShouldBe(true);
        (await Taken().IsDeniedToAsync(team, "user/ada", default)).ShouldBeNull();
        (await Taken().AllowAsync(team, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_came_since_is_taken_away_too_and_given_back_when_it_is_gone()
    {
        const string middle = "anthropic.claude-*-9-?";
        using var aws = new PriceListServer();
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var bedrock = new BedrockByRegion(new BasicAWSCredentials("key", "secret"), aws.Url.ToString());
        aws.Offered["one"] = "anthropic.claude-opus-9-1";
        var taken = Taken(new OfferedModels(bedrock, ["us-east-1"], clock));
        (await taken.DenyAsync(Of("role/agent", middle), default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.StoppedAsync("role/agent")).ShouldBe(["anthropic.claude-opus-9-1", "anthropic.claude-opus-9-1-v1"]);

        aws.Offered["two"] = "anthropic.claude-opus-9-2";
        clock.Advance(TimeSpan.FromMinutes(1));
        (await taken.IsDeniedAsync(Of("role/agent", middle), default)).ShouldBe(true);
        (await taken.DenyAsync(Of("role/agent", middle), default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeFalse();
        (await _account.StoppedAsync("role/agent")).ShouldContain("anthropic.claude-opus-9-2");

        aws.Offered.Clear();
        clock.Advance(TimeSpan.FromMinutes(1));
        (await taken.AllowAsync(Of("role/agent", middle), default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.StoppedAsync("role/agent")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("*magnum*")]
    [InlineData("newco.*-magnum-*")]
    [InlineData("newco.*-magnum-?")]
    public async Task A_model_that_Bedrock_alone_knows_is_given_back_when_it_is_gone(string pattern)
    {
        using var aws = new PriceListServer();
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var bedrock = new BedrockByRegion(new BasicAWSCredentials("key", "secret"), aws.Url.ToString());
        aws.Offered["one"] = "newco.big-magnum-1";
        var taken = Taken(new OfferedModels(bedrock, ["us-east-1"], clock));
        var everyone = new StopTarget.Models(new StopTarget.WholeAccount(_account.Id), new ModelSet(pattern));
        foreach (var models in (StopTarget.Models[])[Of("role/agent", pattern), everyone])
        {
            aws.Offered["one"] = "newco.big-magnum-1";
            clock.Advance(TimeSpan.FromMinutes(1));
            (await taken.DenyAsync(models, default)).ShouldBeOfType<EnforcementResult.Done>();
            (await _account.StoppedAsync("role/agent")).ShouldNotBeEmpty();

            aws.Offered.Clear();
            clock.Advance(TimeSpan.FromMinutes(1));
            (await taken.AllowAsync(models, default)).ShouldBeOfType<EnforcementResult.Done>();

            (await _account.StoppedAsync("role/agent")).ShouldBeEmpty();
            (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task What_Bedrocks_listing_would_say_is_said_to_be_unknown_while_it_is_refused_and_denied_once_it_is_not()
    {
        using var aws = new PriceListServer { Models = PriceListMood.Throttled };
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var bedrock = new BedrockByRegion(new BasicAWSCredentials("key", "secret"), aws.Url.ToString());
        aws.Offered["one"] = "newco.big-magnum-1";
        aws.Offered["two"] = "anthropic.claude-magnum-4-6";
        var taken = Taken(new OfferedModels(bedrock, ["us-east-1"], clock));

        var failed = (await taken.DenyAsync(Of("role/agent", "newco.*-magnum-?"), default)).ShouldBeOfType<EnforcementResult.Failed>();
        var known = (await taken.DenyAsync(Of("role/other", "anthropic.claude-*-4-6"), default)).ShouldBeOfType<EnforcementResult.Done>();

        (failed.Failure, failed.Failure.IsPassing()).ShouldBe((StopFailure.Unavailable, true));
        failed.Reason.ShouldStartWith(
            "which models match `newco.*-magnum-?` Bedrock alone could say, and the models of us-east-1 could not be listed: ");
        known.Note.ShouldNotBeNull().ShouldStartWith(
            "of `anthropic.claude-*-4-6` only the models of the price list are denied: the models of us-east-1 could not be listed: ");

        aws.Models = PriceListMood.Whole;
        clock.Advance(TimeSpan.FromMinutes(1));
        (await taken.DenyAsync(Of("role/agent", "newco.*-magnum-?"), default)).ShouldBeOfType<EnforcementResult.Done>().Note.ShouldBeNull();
        await taken.DenyAsync(Of("role/other", "anthropic.claude-*-4-6"), default);
        (await _account.StoppedAsync("role/other")).ShouldContain("anthropic.claude-magnum-4-6");
    }

    [Fact]
    public async Task A_pattern_that_no_model_matches_takes_nothing_away_and_says_so()
    {
        var failed = (await Taken().DenyAsync(Of("role/agent", "anthropic.claude-*-99"), default))
            .ShouldBeOfType<EnforcementResult.Failed>();

        (failed.Failure, failed.Reason).ShouldBe((StopFailure.NotPrepared, "no model that there is matches `anthropic.claude-*-99`"));
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_no_tag_is_free_all_of_Bedrock_is_to_be_cut()
    {
        for (var n = 1; n <= 8; n++)
            await _account.TagAsync("role/agent", $"killswitch-stopped-p{n}", $"acme.model-{n}-");

        var wider = (await Taken().DenyAsync(Of("role/agent", Opus), default)).ShouldBeOfType<EnforcementResult.Wider>().Widening;

        wider.Target.ShouldBe(Principal("role/agent"));
        wider.Reason.ShouldContain("role/agent has no tag free to name it");
    }

    [Fact]
    public async Task What_stands_on_the_models_by_an_ARN_of_its_own_goes_with_them()
    {
        var (routes, memory) = (new InMemoryRoutes(), new InMemoryMemory());
        routes.Put($"arn:aws:bedrock:us-east-1:{_account.Id}:provisioned-model/abc123def456", "anthropic.claude-opus-4-6-v1");
        routes.Put($"arn:aws:bedrock:us-east-1:{_account.Id}:provisioned-model/def456abc123", "amazon.nova-lite-v1:0");

        await Taken(routes: routes, memory: memory).DenyAsync(Of("role/agent", Opus), default);
        (await _account.StoppedAsync("role/agent")).ShouldBe(["abc123def456", "anthropic.claude-opus-"], ignoreOrder: true);
        // It is gone meanwhile.
        await Taken(routes: new InMemoryRoutes(), memory: memory).AllowAsync(Of("role/agent", Opus), default);

        (await _account.StoppedAsync("role/agent")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_protects_the_guard_stays_as_long_as_models_are_taken_from_somebody_or_stopped_for_everyone()
    {
        var guard = await _account.PolicyAsync("deny-guard", GuardDeny.Document(new GuardResources("KillSwitch", null), ["role/oncall"]));
        var model = await _account.PolicyAsync("deny-model", ModelDeny.Document());
        var beside = new AccompanyingDeny(_account.Iam, guard, [model, _deny]);
        var models = new ModelByTag(_account.Iam, model, _account.Policies, own: null, TimeProvider.System) { Beside = beside };
        var nova = new StopTarget.Model(_account.Id, "amazon.nova-pro-v1:0");

        await Taken(beside: beside).DenyAsync(Of("role/agent", Opus), default);
        (await _account.HoldersAsync(guard)).ShouldBe(["role/agent"]);
        await models.DenyAsync(nova, default);
        (await _account.HoldersAsync(guard)).ShouldBe(["role/agent", "role/other", "user/ada"]);
        await models.AllowAsync(nova, default);
        (await _account.HoldersAsync(guard)).ShouldBe(["role/agent"]);
        await Taken(beside: beside).AllowAsync(Of("role/agent", Opus), default);
        (await _account.HoldersAsync(guard)).ShouldBeEmpty();
    }

    private TakenByTag Taken(
        OfferedModels? offered = null, InMemoryRoutes? routes = null, InMemoryMemory? memory = null, AccompanyingDeny? beside = null) =>
        new(_account.Iam, _deny, _account.Policies,
            routes is null ? null : new OwnModels(routes, memory!, ["us-east-1"], StopTags.Default.Taken.OwnModels), offered,
            TimeProvider.System)
        {
            Beside = beside,
        };

    private StopTarget.Models Of(string who, string models) => new(Principal(who), new ModelSet(models));

    private StopTarget.Principal Principal(string who) => new(_account.Id, who, $"arn:aws:iam::{_account.Id}:{who}");
}

using KillSwitch.Aws.Denies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Aws.Tests.Denies;

public class DenyRemovalTests(MotoServer server)
{
    [Fact]
    public async Task Nothing_of_the_guards_is_left_on_anybody_and_what_is_not_the_guards_stays()
    {
        using var account = await TaggedAccount.CreateAsync(server);
        var (spending, session, model, taken) =
            (await account.PolicyAsync("deny-spending", SpendingDeny.Document()),
            await account.PolicyAsync("deny-session", SessionDeny.Document()),
            await account.PolicyAsync("deny-model", ModelDeny.Document()),
            await account.PolicyAsync("deny-taken", TakenDeny.Document()));
        await account.PrincipalAsync("role/shared", "bedrock:*");
        await account.PrincipalAsync("user/ada", "bedrock:*");
        await account.TagAsync("role/shared", "team", "shop");
        var enforcer = new IamEnforcer(
            account.Iam,
            spending,
            new SessionByTag(account.Iam, session, TimeProvider.System),
            new ModelByTag(account.Iam, model, account.Policies, own: null, TimeProvider.System),
            new TakenByTag(account.Iam, taken, account.Policies, own: null, offered: null, TimeProvider.System),
            new AccountDeny(account.Iam, spending, account.Policies, TimeProvider.System),
            TimeProvider.System)
        {
            Principals = Carriers.Deny(account.Iam, spending, account.Policies),
        };
        var stops = new InMemoryStopStore();
        var enforcement = new Enforcement(InMemoryPorts.Of(enforcer) with { Stops = stops });
        var now = TimeProvider.System.GetUtcNow();
        foreach (var target in (StopTarget[])[
            new StopTarget.Session(account.Id, "role/shared", "arn", "nightly"), new StopTarget.Model(account.Id, "amazon.nova-pro-v1:0")])
        {
            var stop = Stop.ByHand(target, "ana", "a loop", now);
            await stops.TryOpenAsync(stop, bound: null, word: null, default);
            (await enforcement.BeginAsync(stop, now, default)).State.ShouldBe(StopState.Enforced);
        }

        var shared = new StopTarget.Principal(account.Id, "role/shared", "arn");
        var part = Stop.ByHand(shared, "ana", "a loop", now.AddSeconds(1)) with { Models = new ModelSet("anthropic.claude-opus-*") };
        await stops.TryOpenAsync(part, bound: null, word: null, default);
        (await enforcement.BeginAsync(part, now, default)).State.ShouldBe(StopState.Enforced);

        // What no stop in the book holds.
        await account.TagAsync("role/shared", "killswitch-stopped-9", "forgotten");
        await account.Iam.AttachUserPolicyAsync(new() { UserName = "ada", PolicyArn = session });
        await account.Iam.TagUserAsync(new() { UserName = "ada", Tags = [new() { Key = "killswitch-stopped-own-1", Value = "abc123" }] });

        var left = await new DenyRemoval(account.Iam, enforcement, [spending, session, model, taken]).RunAsync("the removal", now, default);

        left.ShouldContain("user/ada");
        (await account.TagsAsync("role/shared")).ShouldBe(new Dictionary<string, string> { ["team"] = "shop" });
        (await account.TagsAsync("user/ada")).ShouldBeEmpty();
        foreach (var policy in (string[])[spending, session, model, taken])
            (await account.HoldersAsync(policy)).ShouldBeEmpty();
        (await stops.OpenAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_another_guard_of_the_account_put_on_stays()
    {
        using var account = await TaggedAccount.CreateAsync(server);
        await account.PrincipalAsync("role/shared", "bedrock:*");
        await account.PrincipalAsync("user/ada", "bedrock:*");
        var ours = await StoppedByAsync(account, "KillSwitch");
        var theirs = await StoppedByAsync(account, "Research");
        var before = await account.TagsAsync("role/shared");

        await new DenyRemoval(account.Iam, ours.Enforcement, ours.Policies).RunAsync("the removal", Now, default);

        (await account.TagsAsync("role/shared")).ShouldBe(
            before.Where(tag => StopTags.Of("Research").IsOwn(tag.Key)).ToDictionary(), ignoreOrder: true);
        foreach (var stop in await theirs.Stops.OpenAsync(default))
            (await theirs.Enforcement.Ports.Enforcer.IsDeniedAsync(stop.Target, default)).ShouldBe(true, stop.Target.Name);
        (await theirs.Stops.OpenAsync(default)).Count.ShouldBe(3);
        foreach (var policy in ours.Policies)
            (await account.HoldersAsync(policy)).ShouldBeEmpty();
        foreach (var policy in theirs.Policies)
            (await account.HoldersAsync(policy)).ShouldNotBeEmpty(policy);

        await new DenyRemoval(account.Iam, theirs.Enforcement, theirs.Policies) { Tags = StopTags.Of("Research") }
            .RunAsync("the removal", Now, default);

        (await account.TagsAsync("role/shared")).ShouldBeEmpty();
        (await account.TagsAsync("user/ada")).ShouldBeEmpty();
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    // The same session, model and principal, so that whatever the one takes off too much is missed by the other.
    private static async Task<(Enforcement Enforcement, InMemoryStopStore Stops, IReadOnlyList<string> Policies)> StoppedByAsync(
        TaggedAccount account, string stack)
    {
        var guard = new GuardResources(stack, null);
        var (spending, session, model) =
            (await account.PolicyAsync(stack + "-deny-spending", SpendingDeny.Document(guard)),
            await account.PolicyAsync(stack + "-deny-session", SessionDeny.Document(guard)),
            await account.PolicyAsync(stack + "-deny-model", ModelDeny.Document(guard.Tags)));
        var stops = new InMemoryStopStore();
        var enforcement = new Enforcement(InMemoryPorts.Of(new IamEnforcer(
            account.Iam,
            spending,
            new SessionByTag(account.Iam, session, TimeProvider.System) { Tags = guard.Tags },
            new ModelByTag(account.Iam, model, account.Policies, own: null, TimeProvider.System) { Tags = guard.Tags },
            new TakenByTag(account.Iam, model, account.Policies, own: null, offered: null, TimeProvider.System) { Tags = guard.Tags },
            new AccountDeny(account.Iam, spending, account.Policies, TimeProvider.System),
            TimeProvider.System)
        {
            Principals = Carriers.Deny(account.Iam, spending, account.Policies),
        }) with
        { Stops = stops });
        foreach (var target in (StopTarget[])[
            new StopTarget.Session(account.Id, "role/shared", "arn", "nightly"), new StopTarget.Model(account.Id, "amazon.nova-pro-v1:0"),
            new StopTarget.Principal(account.Id, "user/ada", "arn")])
        {
            var stop = Stop.ByHand(target, "ana", "a loop", Now);
            await stops.TryOpenAsync(stop, bound: null, word: null, default);
            (await enforcement.BeginAsync(stop, Now, default)).State.ShouldBe(StopState.Enforced);
        }

        return (enforcement, stops, [spending, session, model]);
    }
}

using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Audit;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.EmulatedAccount;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Aws.Tests.Policies;

public class DynamoPolicyStoreTests(MotoServer server)
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);
    private const string Yaml = "version: 1\nrules:\n  - { id: cap, limit: { usd: 10 }, every: day, stop: none } # ü\n";

    [Fact]
    public async Task Before_the_first_policy_there_is_none() =>
        (await new DynamoPolicyStore(await Tables.CreateAsync(server)).CurrentAsync(default)).ShouldBeNull();

    [Fact]
    public async Task A_new_version_is_in_force_and_the_old_one_is_kept()
    {
        var table = await Tables.CreateAsync(server);
        var store = new DynamoPolicyStore(table);
        var first = new PolicyVersion(1, Yaml, Now, "arn:ana");
        var second = new PolicyVersion(2, Yaml + "# two\n", Now, "arn:bo");

        (await store.TryApplyAsync(first, default)).ShouldBeTrue();
        (await store.TryApplyAsync(second, default)).ShouldBeTrue();

        (await store.CurrentAsync(default)).ShouldBe(second);
        (await store.FindAsync(1, default)).ShouldBe(first);
        (await new AuditTrail(table).ReadAsync(Now, default)).Select(entry => entry.What)
            .ShouldBe(["version 1 put in force by arn:ana", "version 2 put in force by arn:bo"], ignoreOrder: true);
    }

    [Fact]
    public async Task Of_two_at_once_one_is_told_that_the_other_was_first()
    {
        var store = new DynamoPolicyStore(await Tables.CreateAsync(server));

        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(n =>
            Task.Run(async () => await store.TryApplyAsync(new PolicyVersion(1, $"{Yaml}# {n}\n", Now, "arn:ana"), default))));

        applied.Count(won => won).ShouldBe(1);
    }

    [Theory]
    [InlineData("a newer program", "version 2 of the policy cannot be read (")]
    [InlineData("damaged gzip", "version 2 of the policy cannot be read (it is not what the guard writes: ")]
    [InlineData("missing attributes", "version 2 of the policy cannot be read (a part of it is missing)")]
    [InlineData("wrong types", "version 2 of the policy cannot be read (a part of it is of another type)")]
    [InlineData("no number", "the policy in force cannot be read (")]
    [InlineData("a number beyond all", "the policy in force cannot be read (")]
    [InlineData("empty", "the policy in force cannot be read (a part of it is missing)")]
    [InlineData("gone", "the policy in force is gone from the guard's table: ")]
    public async Task Of_a_policy_that_cannot_be_read_the_newest_before_it_is_gone_by_and_the_next_one_mends_it(
        string damage, string problem)
    {
        var table = await Tables.CreateAsync(server);
        var store = new DynamoPolicyStore(table);
        var known = new PolicyInForce(store, TimeProvider.System);
        (await store.TryApplyAsync(new PolicyVersion(1, Yaml, Now, "arn:ana"), default)).ShouldBeTrue();
        await known.RefreshAsync(TimeSpan.Zero, default);
        (await store.TryApplyAsync(new PolicyVersion(2, Yaml + "# two\n", Now, "arn:bo"), default)).ShouldBeTrue();
        foreach (var sort in (string[])["current", "version#000002"])
            await DamageAsync(table, sort, damage);

        // One that has known the version before, and one that begins now.
        foreach (var inForce in new[] { known, new PolicyInForce(store, TimeProvider.System) })
        {
            await inForce.RefreshAsync(TimeSpan.Zero, default);
            (inForce.Version, inForce.Policy.Rules.Count, inForce.IsKnown).ShouldBe((1, 1, true));
            inForce.Problem.ShouldNotBeNull().ShouldStartWith(problem);
            inForce.Problem.ShouldEndWith(": the guard goes by version 1, applied 2026-04-24 03:12 UTC");
        }

        var found = await store.FindInForceAsync(default);
        var next = await store.NextNumberAsync(found, default);
        next.ShouldBe(damage == "gone" ? 2 : 3);
        (await store.TryApplyAsync(new PolicyVersion(next, Yaml + "# three\n", Now, "arn:ana"), found, default)).ShouldBeTrue();
        (await store.TryApplyAsync(new PolicyVersion(next + 1, Yaml, Now, "arn:bo"), found, default))
            .ShouldBe(false, "somebody else was first");
        (await known.RefreshAsync(TimeSpan.Zero, default)).ShouldBeTrue();
        (known.Version, known.Problem).ShouldBe((next, null));
    }

    [Fact]
    public async Task Where_the_one_in_force_alone_was_edited_the_same_version_is_gone_by_as_it_was_kept()
    {
        var table = await Tables.CreateAsync(server);
        var store = new DynamoPolicyStore(table);
        await store.TryApplyAsync(new PolicyVersion(1, Yaml, Now, "arn:ana"), default);
        await DamageAsync(table, "current", "empty");

        (await store.FindInForceAsync(default)).Version.ShouldBe(new PolicyVersion(1, Yaml, Now, "arn:ana"));
    }

    [Fact]
    public async Task Where_no_version_can_be_read_nothing_is_known_and_that_is_said()
    {
        var table = await Tables.CreateAsync(server);
        var store = new DynamoPolicyStore(table);
        await store.TryApplyAsync(new PolicyVersion(1, "version: 9\n", Now, "arn:ana"), default);
        var inForce = new PolicyInForce(store, TimeProvider.System);

        (await inForce.RefreshAsync(TimeSpan.Zero, default)).ShouldBeFalse();

        (inForce.Version, inForce.IsKnown).ShouldBe((0, false));
        inForce.Problem.ShouldNotBeNull().ShouldEndWith("and no version before it can: everything is counted and nothing is stopped");
        await DamageAsync(table, "version#000001", "empty");
        (await Should.ThrowAsync<DamagedPolicyException>(async () => await store.FindAsync(1, default))).Message.ShouldBe(
            "the policy in force cannot be read: a part of it is missing");
    }

    [Fact]
    public async Task The_rule_of_a_drill_stands_beside_the_policy_until_it_is_over_or_another_policy_comes()
    {
        var store = new DynamoPolicyStore(await Tables.CreateAsync(server));
        var clock = new FakeTimeProvider(Now);
        var inForce = new PolicyInForce(store, clock);
        var drill = new DrillRule("a1b2c3d4", new Usd(0.0000002m), Now.AddMinutes(10));
        (await store.TryPutDrillAsync(drill, Now, "arn:ana", default)).ShouldBe(false, "there is no policy that it could stand beside");
        await store.TryApplyAsync(new PolicyVersion(1, Yaml, Now, "arn:ana"), default);
        (await inForce.RefreshAsync(TimeSpan.Zero, default)).ShouldBeTrue();

        (await store.TryPutDrillAsync(drill, Now, "arn:ana", default)).ShouldBeTrue();
        (await store.TryPutDrillAsync(drill with { Drill = "other000" }, Now, "arn:bo", default)).ShouldBeFalse();

        (await store.CurrentAsync(default)).ShouldBe(new PolicyVersion(1, Yaml, Now, "arn:ana"));
        (await inForce.RefreshAsync(TimeSpan.Zero, default)).ShouldBeTrue();
        (await inForce.RefreshAsync(TimeSpan.Zero, default)).ShouldBeFalse();
        inForce.Policy.Rules.Select(rule => rule.Id).ShouldBe(["cap", "drill-a1b2c3d4"]);
        (inForce.Policy.Rules[1] as CountedRule)!.Limit.Bound.ShouldBe(0.0000002m);
        (await store.FindInForceAsync(default)).Policy.Rules.Select(rule => rule.Id).ShouldBe(["cap"]);

        clock.Advance(TimeSpan.FromMinutes(10));
        (await inForce.RefreshAsync(TimeSpan.Zero, default)).ShouldBeTrue();
        inForce.Policy.Rules.Select(rule => rule.Id).ShouldBe(["cap"]);

        (await store.TryTakeDrillAsync(Now, "arn:ana", default)).ShouldBeTrue();
        (await store.TryTakeDrillAsync(Now, "arn:ana", default)).ShouldBeFalse();
        (await store.TryPutDrillAsync(drill, Now, "arn:ana", default)).ShouldBeTrue();
        var found = await store.FindInForceAsync(default);
        (await store.TryApplyAsync(new PolicyVersion(2, Yaml, Now, "arn:bo"), found, default)).ShouldBeTrue();
        (await store.FindInForceAsync(default)).Drill.ShouldBeNull();
    }

    private static async Task DamageAsync(LedgerTable table, string sort, string damage)
    {
        var key = Item.Key("policy", sort);
        var item = (await table.Client.GetItemAsync(table.Name, key)).Item;
        switch (damage)
        {
            case "a newer program":
                item = PolicyItem.Of(new PolicyVersion(2, "version: 2\nrules: {}\n", Now, "arn:bo"), sort);
                break;
            case "damaged gzip":
                item["yaml"] = new AttributeValue { B = new MemoryStream([1, 2, 3]) };
                break;
            case "missing attributes":
                item.Remove("by");
                break;
            case "wrong types":
                item["yaml"] = Item.Text(Yaml);
                break;
            case "no number":
                item["version"] = Item.Text("two");
                break;
            case "a number beyond all":
                item["version"] = Item.Number(99_999_999_999L);
                break;
            case "empty":
                item = key;
                break;
            default:
                await table.Client.DeleteItemAsync(table.Name, key);
                return;
        }

        await table.Client.PutItemAsync(table.Name, item);
    }
}

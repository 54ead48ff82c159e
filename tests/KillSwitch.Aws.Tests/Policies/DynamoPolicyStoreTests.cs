using KillSwitch.Aws.Audit;
using KillSwitch.Aws.Policies;
using KillSwitch.EmulatedAccount;

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

    [Fact]
    public async Task A_policy_that_cannot_be_read_leaves_the_known_one_in_force()
    {
        var store = new DynamoPolicyStore(await Tables.CreateAsync(server));
        var inForce = new PolicyInForce(store, TimeProvider.System);
        await store.TryApplyAsync(new PolicyVersion(1, Yaml, Now, "arn:ana"), default);
        (await inForce.RefreshAsync(TimeSpan.Zero, default)).ShouldBeTrue();
        await store.TryApplyAsync(new PolicyVersion(2, "version: 9\n", Now, "arn:ana"), default);

        await Should.ThrowAsync<InvalidPolicyException>(async () => await inForce.RefreshAsync(TimeSpan.Zero, default));

        (inForce.Version, inForce.Policy.Rules.Count).ShouldBe((1, 1));
    }
}

using KillSwitch.Core.Drills;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>What every book of drills must do; each adapter runs it.</summary>
public abstract class DrillBookContract
{
    private static readonly DateTimeOffset Ended = new(2026, 11, 20, 9, 14, 3, 250, TimeSpan.Zero);

    /// <summary>A new one, and what its audit trail says of drills in the month of November 2026.</summary>
    protected abstract (IDrillBook Book, Func<ValueTask<IReadOnlyList<string>>> Audit) Create();

    /// <summary>A drill that looked at so many assumptions.</summary>
    public static DrillFindings Drill(string region, DateTimeOffset ended, string id = "drill-1", int checks = 2) => new()
    {
        Id = id,
        StartedAt = ended.AddMinutes(-4),
        EndedAt = ended,
        Account = "123456789012",
        Region = region,
        GuardVersion = "c2hhMjU2",
        By = "arn:aws:iam::123456789012:role/operator",
        Model = "amazon.nova-micro-v1:0",
        SpentUsd = 0.0123m,
        Checks =
        [
            .. Enumerable.Range(1, checks).Select(i =>
                new DrillCheck($"check-{i}", $"it holds {i}", i == 2 ? DrillVerdict.Refuted : DrillVerdict.Seen, $"saw {i}")),
        ],
        Delays = new DrillDelays { Attached = TimeSpan.FromSeconds(0.4), Refused = TimeSpan.FromSeconds(3.7) },
        Stamp = RecordStamp.Start,
    };

    [Fact]
    public async Task The_last_of_each_region_is_kept()
    {
        var (book, _) = Create();
        (await book.FindAsync("us-east-1", default)).ShouldBeNull();
        (await book.AllAsync(default)).ShouldBeEmpty();

        await book.KeepAsync(Drill("us-east-1", Ended), default);
        await book.KeepAsync(Drill("eu-west-1", Ended, "drill-2"), default);
        await book.KeepAsync(Drill("us-east-1", Ended.AddHours(1), "drill-3"), default);

        var (found, kept) = (await book.FindAsync("us-east-1", default), Drill("us-east-1", Ended.AddHours(1), "drill-3"));
        (found! with { Checks = kept.Checks }).ShouldBe(kept);
        found.Checks.ShouldBe(kept.Checks);
        (await book.AllAsync(default)).Select(drill => drill.Id).ShouldBe(["drill-2", "drill-3"]);
    }

    [Fact]
    public async Task One_that_ended_earlier_takes_no_place_and_is_in_the_audit_all_the_same()
    {
        var (book, audit) = Create();
        await book.KeepAsync(Drill("us-east-1", Ended, "later"), default);
        await book.KeepAsync(Drill("us-east-1", Ended.AddSeconds(-1), "earlier"), default);

        (await book.FindAsync("us-east-1", default))!.Id.ShouldBe("later");
        (await audit()).Count(line => line.Contains("drill earlier", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task What_was_seen_of_each_assumption_goes_into_the_audit_trail()
    {
        var (book, audit) = Create();
        await book.KeepAsync(Drill("us-east-1", Ended, checks: 250), default);

        var lines = await audit();
        lines.Count.ShouldBe(251);
        lines.ShouldContain("drill drill-1 in us-east-1 by arn:aws:iam::123456789012:role/operator: 249 seen, 1 refuted, 0 not seen, "
            + "deny in 4.1 s, $0.0123 spent on amazon.nova-micro-v1:0");
        lines.ShouldContain("drill drill-1 in us-east-1: check-2 refuted: saw 2 (assumed: it holds 2)");
    }
}

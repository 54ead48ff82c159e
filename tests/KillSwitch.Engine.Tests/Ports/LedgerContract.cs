using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>What every ledger must do; each adapter runs it.</summary>
public abstract class LedgerContract
{
    private static readonly CounterKey Hour = new("account=111122223333|principal=role/agent", new Window(1_777_000_000, 1_777_003_600));
    private static readonly CounterKey NextHour = Hour with { Bucket = new Window(1_777_003_600, 1_777_007_200) };
    private static readonly CounterKey Other = Hour with { Scope = "account=111122223333|principal=role/other" };

    protected abstract ILedger Create();

    /// <summary>Over the same counters, as another process has it.</summary>
    protected abstract ILedger Beside(ILedger ledger);

    [Fact]
    public async Task A_counter_never_written_is_zero() =>
        (await Create().ReadAsync([Hour], default)).ShouldBe([default]);

    [Fact]
    public async Task A_record_adds_to_each_of_its_counters_and_to_no_other()
    {
        var ledger = Create();

        (await ledger.CountAsync([Record(1, 0.125m, Hour, Other)], default)).ShouldBe([true]);

        (await ledger.ReadAsync([Hour, NextHour, Other], default)).Select(usage => usage.Cost.Amount).ShouldBe([0.125m, 0m, 0.125m]);
    }

    [Fact]
    public async Task Discounts_what_has_no_price_and_estimates_add_up_exactly_and_are_taken_off_with_their_record()
    {
        var ledger = Create();
        var full = Record(1, 0.8m, Hour);
        full = full with
        {
            Usage = full.Usage with
            {
                Calls = 0,
                Discount = new Usd(0.200000000000001m),
                Unpriced = new Usd(0.8m),
                Estimated = new Estimate(7, 9, 3, new Usd(0.4m)),
            },
        };
        var other = Record(3, 2m, Hour);
        other = other with { Usage = other.Usage with { Unpriced = new Usd(2m) } };

        await ledger.CountAsync([full, Record(2, 1m, Hour), other], default);

        var sum = (await ledger.ReadAsync([Hour], default))[0];
        (sum.Cost.Amount, sum.ListCost.Amount, sum.Unpriced.Amount).ShouldBe((3.8m, 4.000000000000001m, 2.8m));
        (sum.Calls, sum.Estimated).ShouldBe((2, new Estimate(7, 9, 3, new Usd(0.4m))));
        foreach (var posting in (Posting[])[full, other])
        {
            var found = (await ledger.FindAsync([posting.Record], default))[0]!;
            found.Usage.ShouldBe(posting.Usage);
            var plain = posting with { Usage = new Usage(1, default, new Usd(5)) };
            (await ledger.TryReplaceAsync(posting with { Usage = found.Usage }, plain, default)).ShouldBeTrue();
        }

        var corrected = (await ledger.ReadAsync([Hour], default))[0];
        (corrected.Cost.Amount, corrected.Discount.Amount, corrected.Unpriced.Amount).ShouldBe((11m, 0m, 0m));
        corrected.Estimated.ShouldBe(default);
    }

    [Fact]
    public async Task Counters_of_a_bucket_are_listed_by_what_they_tell_apart()
    {
        var ledger = Create();
        await ledger.CountAsync(
            [Record(1, 1, Hour, Other), Record(2, 2, NextHour), Record(3, 4, Hour with { Scope = "account=111122223333" })], default);

        var listed = await ((IUsageBook)ledger).ListAsync([Hour.Bucket], "account=111122223333|principal", default);

        listed.OrderBy(one => one.Counter.Scope, StringComparer.Ordinal).Select(one => (one.Counter, one.Usage.Cost.Amount))
            .ShouldBe([(Hour, 1m), (Other, 1m)]);
    }

    [Fact]
    public async Task Many_buckets_are_listed_at_once_and_those_between_them_are_left_out()
    {
        var ledger = Create();
        Window[] hours = [.. Enumerable.Range(0, 50).Select(n => new Window(1_777_000_000 + (n * 3_600), 1_777_003_600 + (n * 3_600)))];
        var head = Hour with { Bucket = Hour.Bucket with { End = Hour.Bucket.Start + 600 } };
        await ledger.CountAsync(
            [.. hours.Select((hour, n) => Record(n + 1, n, Hour with { Bucket = hour })), Record(99, 99, head)], default);

        var odd = hours.Where((_, n) => n % 2 == 1).ToList();
        var listed = await ((IUsageBook)ledger).ListAsync([.. odd, head.Bucket], "account=111122223333|principal", default);

        listed.Select(one => (one.Counter.Bucket, (int)one.Usage.Cost.Amount)).OrderBy(one => one.Item2)
            .ShouldBe([.. odd.Select((hour, n) => (hour, (2 * n) + 1)), (head.Bucket, 99)]);
    }

    [Fact]
    public async Task A_counter_to_which_no_record_adds_is_overwritten()
    {
        var ledger = Create();
        await ((IUsageBook)ledger)
            .SetAsync(
                [(Hour, new Usage(7, default, new Usd(3)) { Discount = new Usd(1), Unpriced = new Usd(2) }),
                    (Other, new Usage(1, default, new Usd(1)))], default);
        await ((IUsageBook)ledger).SetAsync([(Hour, new Usage(2, default, new Usd(0.5m)))], default);

        (await ledger.ReadAsync([Hour, Other], default)).Select(usage => (usage.Calls, usage.Cost.Amount)).ShouldBe([(2, 0.5m), (1, 1m)]);
        (await ledger.ReadAsync([Hour], default))[0].ListCost.Amount.ShouldBe(0.5m);
    }

    [Fact]
    public async Task Records_that_were_not_counted_yet_are_told_from_those_that_were()
    {
        var ledger = Create();
        await ledger.CountAsync([Record(1, 1, Hour)], default);
        var counted = new Invocation { Id = Id(1), Timestamp = Time, Caller = Caller.None, Model = ModelId.Parse("m") };

        (await ((IUsageBook)ledger)
            .UncountedAsync([counted, counted with { Id = Id(2) }, counted with { Id = Id(3), ErrorCode = "Throttled" }], default))
            .Select(record => record.Id).ShouldBe([Id(2)]);
    }

    [Fact]
    public async Task Every_part_of_usage_adds_up_exactly()
    {
        var ledger = Create();
        var usage = new Usage(1, new TokenUsage(1, 2, 3, 40, 5), new Usd(0.0000000001m));
        await ledger.CountAsync([new Posting(Id(1), Time, usage, [Hour]), new Posting(Id(2), Time, usage, [Hour])], default);

        (await ledger.ReadAsync([Hour], default)).ShouldBe([new Usage(2, new TokenUsage(2, 4, 6, 80, 10), new Usd(0.0000000002m))]);
    }

    [Fact]
    public async Task A_record_delivered_again_changes_nothing()
    {
        var ledger = Create();
        await ledger.CountAsync([Record(1, 1, Hour)], default);

        (await ledger.CountAsync([Record(1, 1, Hour)], default)).ShouldBe([false]);

        (await ledger.ReadAsync([Hour], default))[0].Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_record_twice_in_one_batch_counts_once()
    {
        var ledger = Create();

        (await ledger.CountAsync([Record(1, 1, Hour), Record(1, 1, Hour)], default)).ShouldBe([true, false]);

        (await ledger.ReadAsync([Hour], default))[0].Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_counts_once_under_whatever_time_its_records_come()
    {
        var ledger = Create();
        await ledger.CountAsync([Record(1, 1, Hour)], default);

        (await ledger.CountAsync(
            [Record(1, 1, NextHour) with { Timestamp = Time.AddSeconds(4_000) },
            Record(1, 1, Hour) with { Timestamp = Time.AddSeconds(-7) }], default)).ShouldBe([false, false]);

        (await ledger.ReadAsync([Hour, NextHour], default)).Select(usage => usage.Calls).ShouldBe([1L, 0L]);
    }

    [Fact]
    public async Task What_counts_of_a_request_is_found()
    {
        var ledger = Create();
        var usage = new Usage(1, new TokenUsage(1, 2, 3, 40, 5), new Usd(0.0000000001m));
        await ledger.CountAsync([new Posting(Id(1), Time, usage, [Hour])], default);

        (await ledger.FindAsync([Id(2), Id(1), Id(1)], default))
            .ShouldBe([null, new CountedRecord(Time, usage), new CountedRecord(Time, usage)]);
    }

    [Fact]
    public async Task A_record_of_many_calls_counts_as_many_and_is_found_and_replaced_so()
    {
        var ledger = Create();
        var (job, more) = (Record(1, 11, Hour), Record(1, 12, Hour));
        (job, more) = (job with { Usage = job.Usage with { Calls = 1000 } }, more with { Usage = more.Usage with { Calls = 1200 } });
        await ledger.CountAsync([job, Record(2, 1, Hour)], default);

        (await ledger.FindAsync([Id(1)], default)).ShouldBe([new CountedRecord(Time, job.Usage)]);
        (await ledger.TryReplaceAsync(job, more, default)).ShouldBeTrue();
        (await ledger.ReadAsync([Hour], default))[0].Calls.ShouldBe(1201);
    }

    [Fact]
    public async Task When_a_record_came_without_a_count_is_kept_with_it()
    {
        var ledger = Create();
        var before = Record(1, 0, Hour, Other) with { UncountedAt = Time.AddDays(3).AddMilliseconds(250) };
        await ledger.CountAsync([before], default);

        var found = (await ledger.FindAsync([Id(1)], default)).ShouldHaveSingleItem().ShouldNotBeNull();
        found.UncountedAt.ShouldBe(Time.AddDays(3));
        (await ledger.TryReplaceAsync(before with { UncountedAt = found.UncountedAt }, Record(1, 2, Hour), default)).ShouldBeTrue();

        (await ledger.ReadAsync([Hour, Other], default)).Select(usage => (usage.Calls, usage.Cost.Amount)).ShouldBe([(1, 2m), (0, 0m)]);
        (await ledger.FindAsync([Id(1)], default)).ShouldBe([new CountedRecord(Time, new Usage(1, default, new Usd(2)))]);
    }

    [Fact]
    public async Task A_record_in_the_place_of_another_takes_its_usage_off_and_adds_its_own()
    {
        var ledger = Create();
        var (before, after) = (Record(1, 0.25m, Hour, Other), Record(1, 2, NextHour, Other) with { Timestamp = Time.AddSeconds(3_600) });
        await ledger.CountAsync([before, Record(2, 4, Hour)], default);

        (await ledger.TryReplaceAsync(before, after, default)).ShouldBeTrue();
        (await ledger.TryReplaceAsync(before, after, default)).ShouldBeFalse("what counts is another by now");

        (await ledger.ReadAsync([Hour, NextHour, Other], default)).Select(usage => (usage.Calls, usage.Cost.Amount))
            .ShouldBe([(1, 4m), (1, 2m), (1, 2m)]);
        (await ledger.FindAsync([Id(1)], default)).ShouldBe([new CountedRecord(after.Timestamp, after.Usage)]);
        (await ledger.CountAsync([before, after], default)).ShouldBe([false, false]);
        (await ledger.TryReplaceAsync(Record(9, 1, Hour), Record(9, 2, Hour), default)).ShouldBeFalse("nothing was counted");
    }

    [Fact]
    public async Task A_record_that_said_nothing_gives_way_to_one_of_another_minute()
    {
        var ledger = Create();
        var (before, after) =
            (Record(1, 0.000000000m, Hour, Other), Record(1, 1.100250000m, NextHour, Other) with { Timestamp = Time.AddSeconds(20) });
        await ledger.CountAsync([before, Record(2, 0.000000000m, Hour)], default);

        (await ledger.TryReplaceAsync(before, after, default)).ShouldBeTrue();

        (await ledger.ReadAsync([Hour, NextHour, Other], default)).Select(usage => (usage.Calls, usage.Cost.Amount))
            .ShouldBe([(1, 0m), (1, 1.10025m), (1, 1.10025m)]);
    }

    [Fact]
    public async Task Of_many_who_replace_one_record_at_once_one_does()
    {
        var ledger = Create();
        var before = Record(1, 1, Hour);
        await ledger.CountAsync([before], default);

        var replaced = await Task.WhenAll(
            Enumerable.Range(2, 6).Select(n => Task.Run(async () => await ledger.TryReplaceAsync(before, Record(1, n, Hour), default))));

        replaced.Count(won => won).ShouldBe(1);
        (await ledger.ReadAsync([Hour], default))[0].ShouldBe(new Usage(1, default, new Usd(2 + Array.IndexOf(replaced, true))));
    }

    [Fact]
    public async Task A_record_of_a_request_that_was_counted_is_uncounted_where_it_outweighs_the_one_that_was()
    {
        var ledger = Create();
        await ledger.CountAsync([new Posting(Id(1), Time, new Usage(1, new TokenUsage(10, 5), default), [Hour])], default);
        var record = new Invocation { Id = Id(1), Timestamp = Time.AddSeconds(3), Caller = Caller.None, Model = ModelId.Parse("m") };

        (await ((IUsageBook)ledger)
            .UncountedAsync(
            [record, record with { Tokens = new TokenUsage(10, 5) }, record with { Tokens = new TokenUsage(10, 6) }], default))
            .Select(one => one.Tokens.OutputTokens).ShouldBe([6]);
    }

    [Fact]
    public async Task A_batch_that_overlaps_another_adds_what_is_new()
    {
        var ledger = Create();
        await ledger.CountAsync([Record(1, 1, Hour), Record(2, 1, Hour)], default);

        (await ledger.CountAsync([Record(2, 1, Hour), Record(3, 1, Hour, NextHour)], default)).ShouldBe([false, true]);

        (await ledger.ReadAsync([Hour, NextHour], default)).Select(usage => usage.Calls).ShouldBe([3L, 1L]);
    }

    [Fact]
    public async Task The_same_request_id_in_another_account_or_region_is_another_record()
    {
        var ledger = Create();
        var usage = new Usage(1, default, default);
        Posting Of(string account, string region) => new(new RecordId(account, region, "same"), Time, usage, [Hour]);

        (await ledger.CountAsync([Of("1", "us-east-1"), Of("1", "us-west-2"), Of("2", "us-east-1")], default)).ShouldBe([true, true, true]);
    }

    [Fact]
    public async Task Large_batches_count_whole()
    {
        var ledger = Create();
        var batch = Enumerable.Range(0, 250).Select(n => Record(n, 0.01m, n % 2 == 0 ? Hour : NextHour)).ToList();

        (await ledger.CountAsync(batch, default)).ShouldAllBe(counted => counted);

        (await ledger.ReadAsync([Hour, NextHour], default)).Select(usage => usage.Cost.Amount).ShouldBe([1.25m, 1.25m]);
    }

    [Fact]
    public async Task Batches_at_once_lose_nothing_and_count_nothing_twice()
    {
        var ledger = Create();
        var batches = Enumerable.Range(0, 8).Select(b => Enumerable.Range(b * 20, 40).Select(n => Record(n, 1, Hour)).ToList());

        await Task.WhenAll(batches.Select(batch => Task.Run(async () => await ledger.CountAsync(batch, default))));

        (await ledger.ReadAsync([Hour], default))[0].Calls.ShouldBe(180);
    }

    [Fact]
    public async Task Home_and_two_sensors_at_once_lose_nothing_and_count_nothing_twice_of_what_comes_twice_by_one_and_by_two_regions()
    {
        var home = Create();
        (string Region, ILedger Ledger)[] meters =
            [("us-east-1", home), ("eu-central-1", Beside(home)), ("us-west-2", Beside(home))];
        // 75 calls in each region, in batches that overlap, each batch twice; some of them are delivered by another region, too.
        var deliveries = meters.Index().SelectMany(meter => Enumerable.Range(0, 4).Select(batch => (meter.Item.Ledger, Postings:
            Of(meter.Item.Region, batch * 15, 30).Concat(Of(meters[(meter.Index + 1) % 3].Region, batch * 5, 5)).ToList())));

        var counted = await Task.WhenAll(deliveries.SelectMany(delivery => (IEnumerable<int>)[1, 2], (delivery, _) => Task.Run(async () =>
            delivery.Postings.Zip(await delivery.Ledger.CountAsync(delivery.Postings, default)))));

        counted.SelectMany(one => one).Where(one => one.Second).Select(one => one.First.Record).ToList()
            .ShouldSatisfyAllConditions(records => records.Count.ShouldBe(3 * 75), records => records.ShouldBeUnique());
        foreach (var (_, ledger) in meters)
            (await ledger.ReadAsync([Hour], default))[0].ShouldBe(new Usage(3 * 75, default, new Usd(3 * 75 * 0.25m)));
        (await home.ReadAsync([.. meters.Select(meter => ByRegion(meter.Region))], default)).ShouldAllBe(usage => usage.Calls == 75);

        static IEnumerable<Posting> Of(string region, int from, int count) => Enumerable.Range(from, count).Select(n => new Posting(
            new RecordId("111122223333", region, new Guid(n, 0, 0, new byte[8])), Time, new Usage(1, default, new Usd(0.25m)),
            [Hour, ByRegion(region)]));

        static CounterKey ByRegion(string region) => Hour with { Scope = "account=111122223333|region=" + region };
    }

    private static DateTimeOffset Time { get; } = DateTimeOffset.FromUnixTimeSeconds(1_777_000_100);

    private static RecordId Id(int n) => new("111122223333", "us-east-1", new Guid(n, 0, 0, new byte[8]));

    private static Posting Record(int n, decimal usd, params CounterKey[] counters) =>
        new(Id(n), Time, new Usage(1, default, new Usd(usd)), counters);
}

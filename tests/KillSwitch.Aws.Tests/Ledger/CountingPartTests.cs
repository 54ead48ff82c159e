using KillSwitch.Aws.Ledger;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Tests.Ledger;

public sealed class CountingPartTests
{
    private static readonly Window Day = new(1_776_988_800, 1_777_075_200);

    [Fact]
    public void Callers_in_turn_are_cut_so_that_each_counter_is_written_about_once()
    {
        var units = Units(records: 200, sessions: 40, secondsApart: 0);

        var parts = CountingPart.Cut(units);

        parts.Sum(part => part.Units.Count).ShouldBe(200);
        parts.SelectMany(part => part.Units).Select(unit => unit.Position).Distinct().Count().ShouldBe(200);
        // 40 sessions with four counters each, and one of all.
        parts.Sum(part => part.Actions).ShouldBeLessThanOrEqualTo(200 + (161 * 5 / 4) + (2 * parts.Count));
    }

    [Fact]
    public void A_batch_that_fits_one_transaction_keeps_its_order()
    {
        var parts = CountingPart.Cut(Units(records: 60, sessions: 4, secondsApart: 0));

        parts.ShouldHaveSingleItem().Units.Select(unit => unit.Position).ShouldBe(Enumerable.Range(0, 60));
    }

    [Fact]
    public void A_call_a_second_writes_each_record_once_and_the_counters_with_each_part()
    {
        var units = Units(records: 600, sessions: 2, secondsApart: 1);

        CountingPart.Cut(units).Sum(part => part.Actions).ShouldBeLessThanOrEqualTo(600 + (9 * 7));
    }

    private static List<CountingUnit> Units(int records, int sessions, int secondsApart) =>
        [.. Enumerable.Range(0, records).SelectMany(n => CountingUnit.Of(
        new Posting(
            new RecordId("1", "us-east-1", Guid.NewGuid()),
            Day.From.AddSeconds(n * secondsApart),
            new Usage(1, default, new Usd(1)),
            [new CounterKey("account=1", Day), .. Enumerable.Range(0, 4)
                .Select(k => new CounterKey($"account=1|principal=role/agent|session=s{n % sessions}|tag:k{k}=v", Day))]),
        n))];
}

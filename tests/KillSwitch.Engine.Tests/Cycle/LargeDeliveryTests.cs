using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>What does not fit into one invocation is judged by the next, once, and nothing is passed over.</summary>
public class LargeDeliveryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly InMemoryMemory _memory = new();
    private readonly List<IReadOnlyList<Invocation>> _judged = [];

    [Fact]
    public async Task No_caller_is_of_two_portions_whatever_the_order_of_the_records()
    {
        var records = Records(2_500);
        Invocation[] again =
        [
            .. records.Select((record, i) => record with { Id = Id(10_000 + i), Timestamp = record.Timestamp.AddSeconds(1) }),
        ];

        (await RunAsync("one", [.. again, .. records.Reverse()])).ShouldBe(0);

        _judged.Select(portion => portion.Count).ShouldBe([2_000, 2_000, 1_000]);
        _judged.SelectMany(portion => portion).ShouldBe(records.Zip(again).SelectMany(one => new[] { one.First, one.Second }));
    }

    [Theory]
    [InlineData(900, 900, false)]
    [InlineData(10_000, 40, false)]
    [InlineData(10_000, 1_001, true)]
    [InlineData(10_001, 40, true)]
    public async Task What_is_large_has_many_callers_or_very_many_records(int records, int callers, bool isLarge)
    {
        Invocation[] all = [.. Records(records).Select((record, i) => record with { Caller = CallerOf(i % callers) })];

        LargeDelivery.Is(all).ShouldBe(isLarge);
        await RunAsync("one", all);
        (_judged.Count > 1).ShouldBe(isLarge);
    }

    [Fact]
    public async Task What_would_not_be_done_in_time_is_left_to_the_next_try()
    {
        var records = Records(5_000);

        // After the second portion 20 of 60 seconds are left, and one takes 20.
        (await RunAsync("one", records, takes: 20)).ShouldBe(3_000);
        (await RunAsync("one", records, takes: 20)).ShouldBe(1_000);
        (await RunAsync("one", records, takes: 20)).ShouldBe(0);

        _judged.SelectMany(portion => portion).ShouldBe(records);
    }

    [Fact]
    public async Task Of_a_delivery_that_died_over_a_portion_that_portion_comes_again_and_what_was_before_it_does_not()
    {
        var records = Records(3_000);
        await Should.ThrowAsync<IOException>(async () => await RunAsync("one", records, portion => _judged.Count < 2
            ? true
            : throw new IOException("the process ended")));
        _judged.Clear();

        (await RunAsync("one", records)).ShouldBe(0);

        _judged.SelectMany(portion => portion).ShouldBe(records[1_000..]);
    }

    [Fact]
    public async Task A_portion_whose_stop_is_not_in_force_comes_again_with_all_that_is_after_it()
    {
        var records = Records(4_000);
        await RunAsync("one", records, _ => _judged.Count != 2);
        _judged.Count.ShouldBe(4);
        _judged.Clear();

        await RunAsync("one", records);

        _judged.SelectMany(portion => portion).ShouldBe(records[1_000..]);
    }

    [Fact]
    public async Task Another_delivery_begins_at_its_beginning()
    {
        var records = Records(2_000);
        // They keep how far they came in the same place.
        foreach (var delivery in Enumerable.Range(0, 100).Select(number => $"delivery-{number}"))
            await RunAsync(delivery, records, takes: 50);

        _judged.Count.ShouldBe(100);
        _judged.ShouldAllBe(portion => portion[0] == records[0]);
    }

    [Fact]
    public async Task Records_of_one_request_and_time_are_of_one_portion()
    {
        var records = Records(2_000);
        var twin = records[999] with { Tokens = new TokenUsage(InputTokens: 7) };

        (await RunAsync("one", [.. records, twin], takes: 50)).ShouldBe(1_000);
        (await RunAsync("one", [.. records, twin])).ShouldBe(0);

        _judged.SelectMany(portion => portion).Count(record => record.Id == twin.Id).ShouldBe(2);
        _judged.Select(portion => portion.Count).ShouldBe([1_001, 1_000]);
    }

    [Fact]
    public async Task A_mark_that_somebody_has_edited_is_none()
    {
        var records = Records(2_000);
        await RunAsync("one", records, takes: 50);
        for (var place = 0; place < 32; place++)
            await _memory.KeepAsync($"delivery/us-east-1/{place}", "one soon", default);
        _judged.Clear();

        (await RunAsync("one", records)).ShouldBe(0);

        _judged.SelectMany(portion => portion).ShouldBe(records);
    }

    private ValueTask<int> RunAsync(string delivery, IReadOnlyList<Invocation> records, Func<int, bool> portion) =>
        RunAsync(delivery, records, 0, portion);

    private async ValueTask<int> RunAsync(
        string delivery, IReadOnlyList<Invocation> records, int takes = 0, Func<int, bool>? portion = null)
    {
        var large = new LargeDelivery(_memory, _clock, "us-east-1");
        return await large.RunAsync(delivery, records, _clock.GetUtcNow().AddSeconds(60), some =>
        {
            _clock.Advance(TimeSpan.FromSeconds(takes));
            _judged.Add(some);
            return ValueTask.FromResult(portion?.Invoke(_judged.Count) ?? true);
        }, default);
    }

    private static Invocation[] Records(int count) => [.. Enumerable.Range(0, count).Select(number => new Invocation
    {
        Id = Id(number),
        Timestamp = Noon.AddMilliseconds(number / 3),
        Caller = CallerOf(number),
        Model = ModelId.Parse("anthropic.claude-opus-4-6-v1"),
        Tokens = new TokenUsage(InputTokens: 1),
        HasTokenCounts = true,
    })];

    private static RecordId Id(int number) => new("123456789012", "us-east-1", new Guid(number, 0, 0, new byte[8]));

    private static Caller CallerOf(int number) => Caller.Parse($"arn:aws:sts::123456789012:assumed-role/agent/s-{number:00000}");
}

using System.Runtime.CompilerServices;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Backfill;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Engine.Tests.Backfill;

/// <summary>A span of very many records is read in several streams, counted in large batches, and left off in time.</summary>
public class SpanFillerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Noon.AddMinutes(5);

    private readonly FakeTimeProvider _clock = new(End.AddMinutes(10));
    private readonly Log _log = new();
    private readonly GuardPorts _ports;
    private readonly RuleBook _rules = new(new Policy
    {
        Rules =
        [
            new CountedRule
            {
                Id = "day", Limit = new Limit.Spend(new Usd(1_000_000)), Every = new Every.Calendar(WindowUnit.Day),
                Stop = StopScope.Account, Brake = Brake.Exact,
            },
        ],
    });

    private int _marks;

    public SpanFillerTests() =>
        _ports = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.FromSeconds(10), _rules.IsExempt)) with { Clock = _clock };

    [Fact]
    public async Task A_dense_span_is_read_in_four_streams_and_each_record_counts_once()
    {
        _log.Fill(20_000);

        (await FillAsync()).Reached.ShouldBe(End);

        (_log.MostAtOnce, await CallsAsync(), _marks).ShouldBe((4, 20_000, 1));
        (await FillAsync()).Counted.ShouldBe(0);
        (await CallsAsync(), _marks).ShouldBe((20_000, 1), "what is there is neither counted nor marked");
    }

    [Fact]
    public async Task A_calm_span_is_read_once_in_one_stream()
    {
        _log.Fill(300);

        (await FillAsync()).Counted.ShouldBe(300);

        (_log.MostAtOnce, _log.Begun).ShouldBe((1, 1));
    }

    [Fact]
    public async Task What_the_time_does_not_suffice_for_is_left_and_what_was_reached_is_whole()
    {
        _log.Fill(20_000);
        _log.Paged = () => _clock.Advance(TimeSpan.FromSeconds(1));

        var filled = await FillAsync(seconds: 8);

        filled.Reached.ShouldBeInRange(Noon, End.AddTicks(-1));
        filled.Counted.ShouldBeInRange(1, 19_999);
        (await _ports.Book.UncountedAsync([.. _log.Records.Where(record => record.Timestamp < filled.Reached)], default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_log_that_cannot_be_read_on_what_was_read_is_counted()
    {
        _log.Fill(20_000);
        _log.FailsFrom = Noon.AddMinutes(3);

        var filled = await FillAsync();

        filled.Problem.ShouldBeOfType<IOException>();
        filled.Reached.ShouldBeInRange(Noon.AddMinutes(1), Noon.AddMinutes(3));
        (await _ports.Book.UncountedAsync([.. _log.Records.Where(record => record.Timestamp < filled.Reached)], default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_somebody_else_is_at_it_nothing_is_counted()
    {
        _log.Fill(20_000);

        (await Filler().FillAsync(Noon, End, false, _clock.GetUtcNow(), _clock.GetUtcNow().AddSeconds(30), new BackfillReport(),
            () => ValueTask.FromResult(false), isLeftWhereDense: false, default)).ShouldBeNull();

        (await CallsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_dense_span_is_left_as_it_is_where_others_are_to_fill_it()
    {
        _log.Fill(20_000);

        var filled = await Filler().FillAsync(Noon, End, false, _clock.GetUtcNow(), _clock.GetUtcNow().AddSeconds(30), new BackfillReport(),
            () => ValueTask.FromResult(true), isLeftWhereDense: true, default);

        filled!.Density!.Value.ShouldBeInRange(60, 75);
        (filled.Reached, await CallsAsync()).ShouldBe((Noon, 0));
    }

    private async Task<FilledSpan> FillAsync(int seconds = 30) => (await Filler().FillAsync(
        Noon, End, isWhole: false, _clock.GetUtcNow(), _clock.GetUtcNow().AddSeconds(seconds), new BackfillReport(),
        () =>
        {
            _marks++;
            return ValueTask.FromResult(true);
        }, isLeftWhereDense: false, default))!;

    private SpanFiller Filler() =>
        new(_ports, _log, new Meter(new CycleContext(_rules, new Enforcement(_ports)), new PriceBook()) { CountsUsage = true });

    private async Task<long> CallsAsync() => (await _ports.Ledger.ReadAsync(
        [new CounterKey("account=123456789012", _rules.Calendar.Containing(WindowUnit.Day, Noon.ToUnixTimeSeconds()))], default))[0].Calls;

    private sealed class Log : IInvocationArchive
    {
        private readonly Lock _lock = new();
        private int _now;

        public string Region => "us-east-1";

        public Invocation[] Records { get; private set; } = [];

        public int MostAtOnce { get; private set; }

        public int Begun { get; private set; }

        public Action? Paged { get; set; }

        public DateTimeOffset? FailsFrom { get; set; }

        public void Fill(int records) => Records = [.. Enumerable.Range(0, records).Select(number => new Invocation
        {
            Id = new RecordId("123456789012", "us-east-1", new Guid(number, 0, 0, new byte[8])),
            Timestamp = Noon + ((End - Noon) * number / records),
            Caller = Caller.Parse($"arn:aws:sts::123456789012:assumed-role/agent-{number % 7}/s"),
            Model = ModelId.Parse("anthropic.claude-opus-4-6-v1"),
            Tokens = new TokenUsage(InputTokens: 1),
            HasTokenCounts = true,
        })];

        public ValueTask<bool> IsLoggingAsync(CancellationToken cancellation) => ValueTask.FromResult(true);

        public async IAsyncEnumerable<ArchivePage> ReadAsync(
            DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation)
        {
            Begun++;
            _now++;
            try
            {
                foreach (var page in Records.Where(record => record.Timestamp >= from && record.Timestamp <= until).Chunk(600))
                {
                    await Task.Delay(1, cancellation);
                    lock (_lock)
                        MostAtOnce = Math.Max(MostAtOnce, _now);
                    Paged?.Invoke();
                    if (page[^1].Timestamp >= FailsFrom)
                        throw new IOException("throttled");
                    yield return new ArchivePage(page, 0);
                }
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }
    }
}

using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Engine.Replay.Counting;

/// <summary>
/// The total of one counter's trailing window, which moves on with the records: a bucket is taken off once, when it leaves. Records come in
/// the order of their time.
/// </summary>
internal sealed class TrailingSum
{
    private readonly Queue<(long Start, CounterCell Cell)> _buckets = new();

    public Usage Total { get; private set; }

    /// <summary>How often something was added or taken off.</summary>
    public long Additions { get; private set; }

    /// <summary>Goes on to a bucket that records come into from now on.</summary>
    /// <param name="window">The window that ends with it.</param>
    /// <param name="start">Of the bucket.</param>
    /// <param name="cell">What it holds.</param>
    public void Enter(Window window, long start, CounterCell cell)
    {
        while (_buckets.TryPeek(out var oldest) && oldest.Start < window.Start)
        {
            Total -= oldest.Cell.Total;
            Additions++;
            _buckets.Dequeue();
        }

        _buckets.Enqueue((start, cell));
    }

    public void Add(in Usage usage)
    {
        Total += usage;
        Additions++;
    }
}

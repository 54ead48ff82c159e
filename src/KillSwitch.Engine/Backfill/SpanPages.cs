using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Backfill;

/// <summary>
/// The pages of a span of the log group. Where it is calm, they come one after the other; where its first page is full, the span is cut
/// into pieces, some of which are read at once, ahead of whoever counts.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "Whoever opens the pages of a span ends them.")]
[SuppressMessage("Performance", "CA1849", Justification = "All that waits for the end ends at once.")]
internal sealed class SpanPages : IAsyncDisposable
{
    // CloudWatch Logs allows five to some tens of requests a second, by region, for all that ask.
    private const int Streams = 4;
    private const int MostPieces = 16;
    private const int RecordsOfAPiece = 2_000;
    private const int Full = 500;
    private const int Ahead = 4;
    private static readonly TimeSpan ShortestPiece = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _end;
    private readonly DateTimeOffset[] _bounds;
    private readonly bool[] _isRead;
    private readonly Channel<(int Piece, ArchivePage? Page)> _pages = Channel.CreateBounded<(int, ArchivePage?)>(Ahead);
    private Task _reading = Task.CompletedTask;
    private int _next;

    private SpanPages(DateTimeOffset[] bounds, CancellationToken cancellation) =>
        (_bounds, _isRead, _end) =
            (bounds, new bool[bounds.Length - 1], CancellationTokenSource.CreateLinkedTokenSource(cancellation));

    /// <summary>Records a second where the span is dense, by its first page; null where it is not.</summary>
    public double? Density { get; private init; }

    /// <summary>Why a piece could not be read to its end.</summary>
    public Exception? Problem { get; private set; }

    /// <summary>Up to here every page was taken.</summary>
    public DateTimeOffset Reached => _bounds[Array.IndexOf([.. _isRead, false], false)];

    public static async ValueTask<SpanPages> OpenAsync(
        IInvocationArchive archive, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var first = archive.ReadAsync(from, to, cancellation).GetAsyncEnumerator(cancellation);
        try
        {
            var page = await first.MoveNextAsync() ? first.Current : null;
            if (page is null || page.Records.Count < Full || (to - from) / MostPieces < ShortestPiece)
            {
                var calm = new SpanPages([from, to], cancellation);
                calm._reading = calm.ReadOnAsync(page, first);
                first = null;
                return calm;
            }

            var times = page.Records.Select(record => record.Timestamp).ToList();
            var density = times.Count / Math.Max(0.1, (times.Max() - times.Min()).TotalSeconds);
            // Each of some pages, as the last of a piece is not full.
            var pieces = (int)Math.Clamp((to - from).TotalSeconds * density / RecordsOfAPiece, 2, MostPieces);
            DateTimeOffset[] bounds = [.. Enumerable.Range(0, pieces + 1).Select(piece => from + ((to - from) * piece / pieces))];
            var dense = new SpanPages(bounds, cancellation) { Density = density };
            dense._reading = dense.ReadAllAsync(archive);
            return dense;
        }
        finally
        {
            if (first is not null)
                await first.DisposeAsync();
        }
    }

    /// <summary>The pages that are there, up to so many records; null when all were taken.</summary>
    public async ValueTask<IReadOnlyList<ArchivePage>?> TakeAsync(int mostRecords, CancellationToken cancellation)
    {
        var (pages, records) = (new List<ArchivePage>(), 0);
        if (!await _pages.Reader.WaitToReadAsync(cancellation))
            return null;
        while (records < mostRecords && _pages.Reader.TryRead(out var one))
        {
            if (one.Page is null)
                _isRead[one.Piece] = true;
            else
                pages.Add(one.Page);
            records += one.Page?.Records.Count ?? 0;
        }

        return pages;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await EndAsync();
        }
        catch (OperationCanceledException)
        {
            // Nobody takes what it would have read.
        }

        _end.Dispose();
    }

    private Task EndAsync()
    {
        _end.Cancel();
        return _reading;
    }

    // The first page was asked for, and may be none.
    private async Task ReadOnAsync(ArchivePage? page, IAsyncEnumerator<ArchivePage> pages)
    {
        try
        {
            await using (pages)
            {
                await ReadAsync(0, async () =>
                {
                    for (; page is not null; page = await pages.MoveNextAsync() ? pages.Current : null)
                        await _pages.Writer.WriteAsync((0, page), _end.Token);
                });
            }
        }
        finally
        {
            _pages.Writer.TryComplete();
        }
    }

    private async Task ReadAllAsync(IInvocationArchive archive)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => ReadInTurnAsync(archive)));
        }
        finally
        {
            _pages.Writer.TryComplete();
        }
    }

    private async Task ReadInTurnAsync(IInvocationArchive archive)
    {
        while (Problem is null && Interlocked.Increment(ref _next) - 1 is var piece && piece < _isRead.Length)
        {
            await ReadAsync(piece, async () =>
            {
                await foreach (var page in archive.ReadAsync(_bounds[piece], _bounds[piece + 1], _end.Token))
                    await _pages.Writer.WriteAsync((piece, page), _end.Token);
            });
        }
    }

    private async Task ReadAsync(int piece, Func<Task> read)
    {
        try
        {
            await read();
            await _pages.Writer.WriteAsync((piece, null), _end.Token);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            // What the others have read is counted all the same.
            Problem ??= error;
        }
    }
}

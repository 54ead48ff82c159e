using KillSwitch.Core.Invocations;
using KillSwitch.Engine.InvocationLogs;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>
/// Takes records in any order and puts them into one that does not depend on the files they came from. Many are sorted piece by piece, and
/// wait in files; a few stay in memory.
/// </summary>
/// <param name="most">How many wait in memory.</param>
/// <param name="folder">Where the files are made; null for the folder of temporary files.</param>
public sealed class RecordSorter(int most = RecordSorter.Most, string? folder = null) : IDisposable
{
    private const int Most = 500_000;

    // Tags are as long as callers like.
    private const int MostBytes = 64 << 20;

    private readonly RecordCodec _codec = new();
    private readonly RequestCounts _counts = new();
    private readonly List<SortedRun> _runs = [];
    private RecordPiece? _waiting;
    // Written, and free for what comes next.
    private RecordPiece? _spare;
    private DateTimeOffset _last;
    private Task _writing = Task.CompletedTask;

    /// <exception cref="LogPathException">A file cannot be written.</exception>
    public void Add(Invocation record)
    {
        _waiting ??= Interlocked.Exchange(ref _spare, null) ?? new RecordPiece(_codec);
        if (record.Timestamp > _last)
            _last = record.Timestamp;
        _waiting.Add(record);
        if (_waiting.Count < most && _waiting.Bytes < MostBytes)
            return;
        // One piece is sorted and written while the next is read.
        _writing.GetAwaiter().GetResult();
        var piece = _waiting;
        _waiting = null;
        _writing = Task.Run(() => Take(piece, isLast: false));
    }

    /// <summary>All that was added. Nothing may be added after it.</summary>
    /// <exception cref="LogPathException">A file cannot be written.</exception>
    public ReplayRecords Finish()
    {
        _writing.GetAwaiter().GetResult();
        Take(_waiting ?? new RecordPiece(_codec), isLast: true);
        _waiting = null;
        var runs = _runs.ToArray();
        _runs.Clear();
        return new ReplayRecords(runs, _counts, _last);
    }

    private void Take(RecordPiece piece, bool isLast)
    {
        foreach (var request in piece.Requests)
            _counts.Add(request);
        // Without a bound all is kept in memory.
        if (isLast || most == int.MaxValue)
        {
            _runs.Add(new SortedRun.InMemory(piece));
            return;
        }

        _runs.Add(Written(piece, folder ?? Path.GetTempPath()));
        piece.Clear();
        Interlocked.Exchange(ref _spare, piece);
    }

    private SortedRun.OnDisk Written(RecordPiece piece, string where)
    {
        try
        {
            return new SortedRun.OnDisk(piece, _codec, where);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LogPathException(
                $"records wait in `{where}` while they are sorted, and it cannot be written: {error.Message.TrimEnd('.')}; TMPDIR names "
                + "another folder");
        }
    }

    /// <summary>Removes the files of what was never finished.</summary>
    public void Dispose()
    {
        // What failed was thrown where it was waited for.
        _writing.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        _runs.ForEach(run => run.Dispose());
        _runs.Clear();
    }
}

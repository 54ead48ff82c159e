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
    private const int Most = 200_000;

    private readonly RecordCodec _codec = new();
    private readonly RequestCounts _counts = new();
    private readonly List<SortedRun> _runs = [];
    private List<Invocation> _waiting = [];
    private Task _writing = Task.CompletedTask;

    /// <exception cref="LogPathException">A file cannot be written.</exception>
    public void Add(Invocation record)
    {
        _waiting.Add(record);
        if (_waiting.Count < most)
            return;
        // One piece is sorted and written while the next is read.
        _writing.GetAwaiter().GetResult();
        var piece = _waiting;
        _waiting = new List<Invocation>(most);
        _writing = Task.Run(() => _runs.Add(Written(Sorted(piece), folder ?? Path.GetTempPath())));
    }

    /// <summary>All that was added. Nothing may be added after it.</summary>
    /// <exception cref="LogPathException">A file cannot be written.</exception>
    public ReplayRecords Finish()
    {
        _writing.GetAwaiter().GetResult();
        _runs.Add(new SortedRun.InMemory(Sorted(_waiting)));
        _waiting = [];
        var runs = _runs.ToArray();
        _runs.Clear();
        return new ReplayRecords(runs, _counts);
    }

    private SortedRun.OnDisk Written(Invocation[] sorted, string where)
    {
        try
        {
            return new SortedRun.OnDisk(sorted, _codec, where);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LogPathException(
                $"records wait in `{where}` while they are sorted, and it cannot be written: {error.Message.TrimEnd('.')}; TMPDIR names "
                + "another folder");
        }
    }

    private Invocation[] Sorted(List<Invocation> piece)
    {
        Invocation[] sorted = [.. piece];
        Array.Sort(sorted, RecordOrder.Instance);
        foreach (var record in sorted)
            _counts.Add(record);
        return sorted;
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

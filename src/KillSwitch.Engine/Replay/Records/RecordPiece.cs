using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>Records as bytes, in the order in which they came.</summary>
internal sealed class RecordPiece(RecordCodec codec)
{
    private readonly ByteWriter _bytes = new();
    private readonly List<int> _starts = [];
    private readonly List<long> _seconds = [];
    private readonly List<ulong> _requests = [];

    public int Count => _starts.Count;

    public int Bytes => _bytes.Length;

    /// <summary>Of each record, what tells its request from others.</summary>
    public IReadOnlyList<ulong> Requests => _requests;

    public void Add(Invocation record)
    {
        _starts.Add(_bytes.Length);
        _seconds.Add(record.Timestamp.ToUnixTimeSeconds());
        _requests.Add(RequestCounts.KeyOf(record.Id));
        codec.Write(record, _bytes);
    }

    public void Clear()
    {
        _bytes.Clear();
        _starts.Clear();
        _seconds.Clear();
        _requests.Clear();
    }

    /// <summary>Where the records are, second by second.</summary>
    public int[] Sorted()
    {
        long[] seconds = [.. _seconds];
        int[] places = [.. Enumerable.Range(0, Count)];
        Array.Sort(seconds, places);
        return places;
    }

    public ReadOnlySpan<byte> this[int place] =>
        _bytes.Written[_starts[place]..(place + 1 < _starts.Count ? _starts[place + 1] : _bytes.Length)];

    public Invocation Read(int place) => codec.Read(this[place]);
}

using System.Runtime.InteropServices;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>
/// Finds the requests that have several records, in eight bytes a record: by 64 bits of their ids, so that two requests are rarely taken
/// for one.
/// </summary>
internal sealed class RequestCounts
{
    private const int Shelves = 256;
    private const int Piece = 256;

    // By their first bits, so that each shelf can be sorted by itself.
    private readonly Shelf[] _shelves = new Shelf[Shelves];
    private Dictionary<ulong, int>? _several;

    /// <summary>Whether any has several.</summary>
    public bool HasTwins => Several.Count > 0;

    /// <summary>How many records there are.</summary>
    public long Records { get; private set; }

    private Dictionary<ulong, int> Several => _several ??= Find();

    /// <summary>64 bits of an id.</summary>
    public static ulong KeyOf(in RecordId id)
    {
        ulong key;
        if (id.Number is { } guid)
        {
            var halves = MemoryMarshal.Cast<Guid, ulong>(new ReadOnlySpan<Guid>(ref guid));
            key = halves[0] ^ unchecked(halves[1] * 0x9E3779B97F4A7C15);
        }
        else
        {
            key = Of(id.RequestId, 0xCBF29CE484222325);
        }

        key = Of(id.Region, Of(id.Account, key));
        key ^= key >> 32;
        return unchecked(key * 0x9E3779B97F4A7C15);

        static ulong Of(string text, ulong seed)
        {
            foreach (var character in text)
                seed = unchecked((seed ^ character) * 0x100000001B3);
            return seed;
        }
    }

    /// <summary>Before anything is asked.</summary>
    /// <param name="key">By <see cref="KeyOf"/>.</param>
    public void Add(ulong key)
    {
        Records++;
        ref var shelf = ref _shelves[key >> 56];
        shelf.Full ??= [];
        if (shelf.Last is null || shelf.Used == Piece)
        {
            if (shelf.Last is not null)
                shelf.Full.Add(shelf.Last);
            (shelf.Last, shelf.Used) = (new ulong[Piece], 0);
        }

        shelf.Last[shelf.Used++] = key;
    }

    /// <summary>How many records a request has.</summary>
    public int Of(ulong key) => Several.GetValueOrDefault(key, 1);

    private Dictionary<ulong, int> Find()
    {
        var several = new Dictionary<ulong, int>();
        Parallel.For(0, Shelves, place =>
        {
            ref var shelf = ref _shelves[place];
            ulong[] keys = [.. (shelf.Full ?? []).SelectMany(piece => piece), .. (shelf.Last ?? []).AsSpan(0, shelf.Used)];
            shelf = default;
            Array.Sort(keys);
            for (var (start, end) = (0, 1); start < keys.Length; start = end++)
            {
                while (end < keys.Length && keys[end] == keys[start])
                    end++;
                if (end - start == 1)
                    continue;
                lock (several)
                    several.Add(keys[start], end - start);
            }
        });
        return several;
    }

    private struct Shelf
    {
        public List<ulong[]>? Full;
        public ulong[]? Last;
        public int Used;
    }
}

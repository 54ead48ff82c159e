using System.Runtime.InteropServices;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>
/// How many records each request has, in nine bytes a request: by 64 bits of its id, so that two requests are rarely taken for one.
/// </summary>
internal sealed class RequestCounts
{
    private const double Fullest = 0.7;

    private ulong[] _keys = new ulong[1024];
    private byte[] _counts = new byte[1024];
    private int _used;

    /// <summary>Whether any was met twice.</summary>
    public bool HasTwins { get; private set; }

    /// <summary>How many records there are.</summary>
    public long Records { get; private set; }

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
        // Zero is an empty place.
        return key == 0 ? 1 : key;

        static ulong Of(string text, ulong seed)
        {
            foreach (var character in text)
                seed = unchecked((seed ^ character) * 0x100000001B3);
            return seed;
        }
    }

    /// <param name="key">By <see cref="KeyOf"/>.</param>
    public void Add(ulong key)
    {
        Records++;
        if (_used > _keys.Length * Fullest)
            Grow();
        var place = PlaceOf(key);
        if (_keys[place] == 0)
        {
            _keys[place] = key;
            _used++;
        }

        HasTwins |= _counts[place] > 0;
        if (_counts[place] < byte.MaxValue)
            _counts[place]++;
    }

    /// <summary>No more than 255, which is as many or more.</summary>
    public int Of(ulong key) => _counts[PlaceOf(key)];

    private int PlaceOf(ulong key)
    {
        var mask = _keys.Length - 1;
        var place = (int)(unchecked(key * 0x9E3779B97F4A7C15) >> 33) & mask;
        while (_keys[place] != 0 && _keys[place] != key)
            place = (place + 1) & mask;
        return place;
    }

    private void Grow()
    {
        var (keys, counts) = (_keys, _counts);
        _keys = new ulong[keys.Length * 2];
        _counts = new byte[keys.Length * 2];
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0)
                continue;
            var place = PlaceOf(keys[i]);
            (_keys[place], _counts[place]) = (keys[i], counts[i]);
        }
    }
}

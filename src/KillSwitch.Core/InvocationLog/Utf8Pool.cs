using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// One object for each distinct text, found by its UTF-8 bytes without making a string. A log repeats few callers and models
/// many times; past <paramref name="capacity"/> texts, or for a long one, a new object is made each time.
/// </summary>
/// <param name="capacity">How many texts it keeps.</param>
/// <param name="make">Makes the object from valid UTF-8; null when it cannot.</param>
internal sealed class Utf8Pool<T>(int capacity, Utf8Pool<T>.Make make)
    where T : class
{
    private const int LongestPooled = 2048;

    private byte[] _last = [];
    private T? _lastValue;

    public delegate T? Make(ReadOnlySpan<byte> text);

    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _known =
        new Dictionary<byte[], T>(new ByBytes()).GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>False when the bytes are not UTF-8.</summary>
    public bool TryGet(ReadOnlySpan<byte> text, [NotNullWhen(true)] out T? value)
    {
        // Most records repeat the one before.
        value = _lastValue;
        if (value is not null && text.SequenceEqual(_last))
            return true;
        if (_known.TryGetValue(text, out var key, out value))
        {
            (_last, _lastValue) = (key, value);
            return true;
        }

        value = Utf8.IsValid(text) ? make(text) : null;
        if (value is null)
            return false;
        if (text.Length <= LongestPooled && _known.Dictionary.Count < capacity)
            _known[text] = value;
        return true;
    }

    private sealed class ByBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        // Seeded by the runtime, so that a caller who picks session names cannot pick collisions.
        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}

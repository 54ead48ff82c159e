using System.Buffers.Binary;
using System.Text;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>Reads what a <see cref="ByteWriter"/> wrote.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private const int GuidBytes = 16;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public long Number()
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = _bytes[_at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return unchecked((long)value);
            shift += 7;
        }
    }

    public Guid Guid()
    {
        _at += GuidBytes;
        return new Guid(_bytes[(_at - GuidBytes).._at]);
    }

    public decimal Decimal()
    {
        Span<int> parts = stackalloc int[4];
        foreach (ref var part in parts)
        {
            part = BinaryPrimitives.ReadInt32LittleEndian(_bytes[_at..]);
            _at += sizeof(int);
        }

        return new decimal(parts);
    }

    public string Text()
    {
        var length = (int)Number();
        _at += length;
        return Encoding.UTF8.GetString(_bytes[(_at - length).._at]);
    }
}

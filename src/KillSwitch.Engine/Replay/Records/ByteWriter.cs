using System.Buffers.Binary;
using System.Text;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>Bytes that grow, and what is written behind them.</summary>
internal sealed class ByteWriter
{
    // Of one number.
    private const int Longest = 16;

    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Number(long value)
    {
        Reserve(Longest);
        var rest = unchecked((ulong)value);
        while (rest >= 0x80)
        {
            _bytes[Length++] = (byte)((rest & 0x7F) | 0x80);
            rest >>= 7;
        }

        _bytes[Length++] = (byte)rest;
    }

    public void Guid(Guid value)
    {
        Reserve(Longest);
        value.TryWriteBytes(_bytes.AsSpan(Length));
        Length += Longest;
    }

    public void Decimal(decimal value)
    {
        Reserve(Longest);
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(Length), part);
            Length += sizeof(int);
        }
    }

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        Reserve(length);
        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - Length < more)
            Array.Resize(ref _bytes, Math.Max(checked(Length + more), (int)Math.Min(_bytes.Length * 2L, Array.MaxLength)));
    }
}

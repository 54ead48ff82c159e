using System.Buffers;
using System.Buffers.Text;

namespace KillSwitch.Core.InvocationLog;

/// <summary>Bytes that grow, in memory that is used again; none before the first.</summary>
internal sealed class ByteBuffer
{
    /// <summary>A buffer that one huge record made larger than this is not kept.</summary>
    private const int LargestKept = 4 << 20;

    private const int Smallest = 4096;

    private byte[] _bytes = [];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > LargestKept)
            _bytes = [];
    }

    public void Append(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }

    public void AppendUnescaped(ReadOnlySpan<byte> escaped)
    {
        Reserve(escaped.Length);
        _length += JsonEscapes.Unescape(escaped, _bytes.AsSpan(_length));
    }

    /// <summary>Of base64; what is none adds nothing.</summary>
    public void AppendDecoded(ReadOnlySpan<byte> base64)
    {
        Reserve(base64.Length);
        if (Base64.DecodeFromUtf8(base64, _bytes.AsSpan(_length), out _, out var written) == OperationStatus.Done)
            _length += written;
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - _length < more)
        {
            Array.Resize(ref _bytes,
                checked((int)Math.Min(Array.MaxLength, Math.Max(Math.Max(_bytes.Length * 2L, Smallest), (long)_length + more))));
        }
    }
}

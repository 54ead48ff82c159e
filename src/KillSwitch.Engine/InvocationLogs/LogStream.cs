using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>A log's bytes as they are stored: looked at before they are read, and counted.</summary>
internal sealed class LogStream(Stream stored, Action<int>? onRead, bool leaveOpen) : Stream
{
    private readonly byte[] _ahead = new byte[2];
    private int _aheadStart;
    private int _aheadEnd;

    /// <summary>
    /// The text in UTF-8: decompressed when its first bytes say gzip, whatever its name, twice when it was compressed twice; and from
    /// UTF-16, as a Windows shell writes it, when they say that. Throws <see cref="InvalidDataException"/>.
    /// </summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Each stream owns the one it reads.")]
    public static Stream OpenText(Stream stored, Action<int>? onRead, bool leaveOpen)
    {
        var text = new LogStream(stored, onRead, leaveOpen);
        var ahead = text.LookAhead();
        for (var times = 0; times < 2 && Gunzip.IsGzip(ahead); times++)
        {
            text = new LogStream(new GZipStream(text, CompressionMode.Decompress), null, leaveOpen: false);
            ahead = text.LookAhead();
        }

        return EncodingOf(ahead) is { } encoding ? Encoding.CreateTranscodingStream(text, encoding, Encoding.UTF8) : text;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_aheadStart < _aheadEnd)
        {
            var taken = Math.Min(buffer.Length, _aheadEnd - _aheadStart);
            _ahead.AsSpan(_aheadStart, taken).CopyTo(buffer);
            _aheadStart += taken;
            return taken;
        }

        var read = stored.Read(buffer);
        onRead?.Invoke(read);
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
            stored.Dispose();
        base.Dispose(disposing);
    }

    private static Encoding? EncodingOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xFE] or [> (byte)' ' and < 0x7F, 0] => Encoding.Unicode,
        [0xFE, 0xFF] or [0, > (byte)' ' and < 0x7F] => Encoding.BigEndianUnicode,
        _ => null,
    };

    private ReadOnlySpan<byte> LookAhead()
    {
        _aheadEnd = stored.ReadAtLeast(_ahead, _ahead.Length, throwOnEndOfStream: false);
        onRead?.Invoke(_aheadEnd);
        return _ahead.AsSpan(0, _aheadEnd);
    }
}

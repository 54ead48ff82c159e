using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>A log's bytes as they are stored: looked at before they are read, and counted.</summary>
internal sealed class LogStream(Stream stored, Action<int>? onRead, bool leaveOpen) : Stream
{
    private readonly byte[] _ahead = new byte[2];
    private int _aheadStart;
    private int _aheadEnd;

    /// <summary>
    /// The text, decompressed when its first bytes say gzip, whatever its name; twice when it was compressed twice.
    /// Throws <see cref="InvalidDataException"/>.
    /// </summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Each stream owns the one it reads.")]
    public static Stream OpenText(Stream stored, Action<int>? onRead, bool leaveOpen)
    {
        var outer = new LogStream(stored, onRead, leaveOpen);
        if (!outer.StartsWithGzip())
            return outer;
        var inner = new LogStream(new GZipStream(outer, CompressionMode.Decompress), null, leaveOpen: false);
        return inner.StartsWithGzip() ? new GZipStream(inner, CompressionMode.Decompress) : inner;
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

    private bool StartsWithGzip()
    {
        _aheadEnd = stored.ReadAtLeast(_ahead, _ahead.Length, throwOnEndOfStream: false);
        onRead?.Invoke(_aheadEnd);
        return Gunzip.IsGzip(_ahead.AsSpan(0, _aheadEnd));
    }
}

using System.Buffers;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>The part of a text that is in memory: grows to hold what is not yet read to its end, slides over the rest.</summary>
internal sealed class TextWindow(Func<Stream> open, int chunk, int largest) : IDisposable
{
    public const string DamagedGzip = "the gzip data is damaged or cut off";

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(chunk);
    private Stream? _text;
    private int _start;
    private int _end;

    /// <summary>What has been read from the stream and not yet stepped over.</summary>
    public ReadOnlySpan<byte> Text => _bytes.AsSpan(_start, _end - _start);

    public bool IsAtEnd { get; private set; }

    /// <summary>Why the text ends before its end; null when it does not.</summary>
    public string? Fault { get; private set; }

    public void Advance(int length) => _start += length;

    /// <summary>Reads more; false at the end.</summary>
    public bool Fill()
    {
        if (IsAtEnd)
            return false;
        if (!Reserve())
            return End($"a record or document is larger than {largest >> 20} MiB");
        try
        {
            _text ??= open();
            var read = _text.Read(_bytes, _end, Math.Min(chunk, _bytes.Length - _end));
            _end += read;
            return read > 0 || End(null);
        }
        catch (InvalidDataException)
        {
            return End(DamagedGzip);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return End($"cannot be read: {exception.Message}");
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _text?.Dispose();
    }

    private bool End(string? fault)
    {
        (IsAtEnd, Fault) = (true, fault);
        return false;
    }

    private bool Reserve()
    {
        if (_end < _bytes.Length)
            return true;
        var kept = Text;
        if (kept.Length >= largest)
            return false;
        // Half empty: slide; else grow.
        var target = _start > _bytes.Length / 2
            ? _bytes
            : ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(kept.Length * 2L, _bytes.Length)));
        kept.CopyTo(target);
        if (target != _bytes)
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = (target, 0, kept.Length);
        return true;
    }
}

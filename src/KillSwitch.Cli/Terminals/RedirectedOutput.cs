using Microsoft.Win32.SafeHandles;

namespace KillSwitch.Cli.Terminals;

/// <summary>A standard stream that is no terminal, and what becomes of the command when it cannot be written.</summary>
internal sealed class RedirectedOutput(Stream stream, Action<IOException> failed) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // Both streams are open until the process ends.
#pragma warning disable CA2000
    /// <summary>
    /// Standard output. The runtime's own says nothing when the reader of a pipe has gone; here that ends the command, and so does a file
    /// that takes no more.
    /// </summary>
    /// <param name="lost">The reader has gone.</param>
    public static RedirectedOutput OfResults(Action lost) => OpenPipe() is { } pipe
        ? new RedirectedOutput(pipe, _ =>
        {
            lost();
            throw new OperationCanceledException("nobody reads what is printed any more");
        })
        : new RedirectedOutput(Console.OpenStandardOutput(), error => throw new OutputFailedException(error.Message));

    /// <summary>Standard error. Where it cannot be written nobody can be told, and what was asked for is done all the same.</summary>
    public static RedirectedOutput OfWarnings() => new(Console.OpenStandardError(), _ => { });
#pragma warning restore CA2000

    /// <summary>Null where standard output is no pipe, or its reader cannot be told from a file.</summary>
    private static FileStream? OpenPipe()
    {
        if (OperatingSystem.IsWindows())
            return null;
        try
        {
            // Standard output is open until the process ends.
#pragma warning disable CA2000
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            // Of a file the runtime keeps a place of its own, and would write over what others write there.
#pragma warning restore CA2000
            return pipe.CanSeek ? null : pipe;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (IOException error)
        {
            failed(error);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

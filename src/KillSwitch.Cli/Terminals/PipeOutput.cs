using Microsoft.Win32.SafeHandles;

namespace KillSwitch.Cli.Terminals;

/// <summary>
/// Standard output that is a pipe. The runtime's own says nothing when its reader has gone; here that ends the command.
/// </summary>
internal sealed class PipeOutput(Stream pipe, Action lost) : Stream
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

    /// <summary>Null where standard output is no pipe, or its reader cannot be told from a file.</summary>
    public static PipeOutput? Open(Action lost)
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return null;
        try
        {
            // Standard output is open until the process ends.
#pragma warning disable CA2000
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            // Of a file the runtime keeps a place of its own, and would write over what others write there.
#pragma warning restore CA2000
            return pipe.CanSeek ? null : new PipeOutput(pipe, lost);
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
            pipe.Write(buffer);
        }
        catch (IOException)
        {
            lost();
            throw new OperationCanceledException("nobody reads what is printed any more");
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

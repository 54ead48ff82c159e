using System.Buffers;
using System.IO.Compression;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>Decompresses gzip, of one member or many, into memory that goes back to the pool.</summary>
internal static class Gunzip
{
    public static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1F, 0x8B, ..];

    /// <summary>At most <paramref name="largest"/> bytes; of damaged data, what came before the damage.</summary>
    public static PooledBytes Decompress(byte[] compressed, int length, int largest)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed, 0, length), CompressionMode.Decompress);
        // Bedrock's records shrink about tenfold; a liar about its size gets no memory before it sends the data.
        var bytes = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(length * 10L, 4096, Math.Min(largest, 16 << 20)));
        var written = 0;
        while (true)
        {
            int read;
            try
            {
                read = gzip.Read(bytes, written, bytes.Length - written);
            }
            catch (InvalidDataException)
            {
                return new PooledBytes(bytes, written, isDamaged: true, isTooLarge: false);
            }

            written += read;
            if (read == 0 || written > largest)
                return new PooledBytes(bytes, written, isDamaged: false, isTooLarge: written > largest);
            if (written == bytes.Length)
                Grow(ref bytes);
        }
    }

    private static void Grow(ref byte[] bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(bytes.Length * 2);
        bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}

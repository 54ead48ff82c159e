using System.Buffers;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>Decompressed bytes, given back when disposed.</summary>
internal readonly struct PooledBytes(byte[] bytes, int length, bool isDamaged, bool isTooLarge) : IDisposable
{
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    public bool IsDamaged => isDamaged;

    public bool IsTooLarge => isTooLarge;

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);
}

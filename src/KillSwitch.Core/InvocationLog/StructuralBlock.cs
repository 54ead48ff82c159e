using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KillSwitch.Core.InvocationLog;

/// <summary>64 bytes of JSON text at once: each question is answered by a mask, bit 0 for the first byte.</summary>
internal readonly struct StructuralBlock
{
    public const int Length = 64;

    private readonly Vector256<byte> _low;
    private readonly Vector256<byte> _high;

    private StructuralBlock(scoped ref byte first)
    {
        _low = Vector256.LoadUnsafe(ref first);
        _high = Vector256.LoadUnsafe(ref first, 32);
    }

    /// <summary>The block that starts at <paramref name="at"/>; what is past the text's end reads as spaces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StructuralBlock Load(ReadOnlySpan<byte> text, int at) =>
        text.Length - at >= Length ? new(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), at)) : LoadTail(text[at..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Where(byte value) =>
        Mask(Vector256.Equals(_low, Vector256.Create(value)), Vector256.Equals(_high, Vector256.Create(value)));

    /// <summary><c>{</c> and <c>[</c>: one bit apart, and no other byte folds onto them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong WhereOpening() => WhereFolded((byte)'{');

    /// <summary><c>}</c> and <c>]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong WhereClosing() => WhereFolded((byte)'}');

    /// <summary>From a mask of quotes, the mask of what is inside them: each bit is the parity of the bits up to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Inside(ulong quotes)
    {
        if (Pclmulqdq.IsSupported)
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(quotes), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        quotes ^= quotes << 1;
        quotes ^= quotes << 2;
        quotes ^= quotes << 4;
        quotes ^= quotes << 8;
        quotes ^= quotes << 16;
        return quotes ^ (quotes << 32);
    }

    /// <summary>The bits below the lowest bit of a mask, which is not empty.</summary>
    public static ulong Below(ulong mask) => (1UL << BitOperations.TrailingZeroCount(mask)) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong WhereFolded(byte value)
    {
        var fold = Vector256.Create((byte)0x20);
        var wanted = Vector256.Create(value);
        return Mask(Vector256.Equals(_low | fold, wanted), Vector256.Equals(_high | fold, wanted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static StructuralBlock LoadTail(ReadOnlySpan<byte> rest)
    {
        Span<byte> padded = stackalloc byte[Length];
        padded.Fill((byte)' ');
        rest.CopyTo(padded);
        return new(ref MemoryMarshal.GetReference(padded));
    }
}

using System.Buffers.Text;

namespace KillSwitch.Core.InvocationLog;

internal static class Counts
{
    /// <summary>Null and the count, or what is wrong with a JSON number as a token count.</summary>
    public static string? Fault(ReadOnlySpan<byte> number, out long count)
    {
        if (Utf8Parser.TryParse(number, out count, out var used) && IsWhole(number[used..]))
        {
            if (count < 0)
                return "is negative";
            return count > TokenCounts.Largest ? "is out of range" : null;
        }

        if (number.ContainsAny("."u8) || number.ContainsAny("eE"u8))
            return "is not a whole number";
        return number[0] == '-' ? "is negative" : "is out of range";
    }

    // Tools for tables make 1200.0 of 1200.
    private static bool IsWhole(ReadOnlySpan<byte> fraction) =>
        fraction.IsEmpty || (fraction is [(byte)'.', .. var digits] && !digits.ContainsAnyExcept((byte)'0'));
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace KillSwitch.Core.InvocationLog;

/// <summary>How deep in brackets a scan is, block after block.</summary>
internal struct Brackets
{
    private int _depth;

    /// <summary>Counts one block's brackets; the bit of the one that closes the first, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Close(ulong opening, ulong closing)
    {
        // Deep enough that this block cannot close everything: only the sums matter.
        var closed = BitOperations.PopCount(closing);
        if (_depth > closed)
        {
            _depth = unchecked(_depth + BitOperations.PopCount(opening) - closed);
            return -1;
        }

        return CloseOneByOne(opening, closing);
    }

    private int CloseOneByOne(ulong opening, ulong closing)
    {
        for (var both = opening | closing; both != 0; both &= both - 1)
        {
            var bit = BitOperations.TrailingZeroCount(both);
            if ((opening >> bit & 1) != 0)
                _depth++;
            else if (--_depth == 0)
                return bit;
        }

        return -1;
    }
}

namespace KillSwitch.Engine.Simulation;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, 2014): a workload must be the same for a seed on every machine and runtime,
/// so nothing here depends on a floating-point library.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Evenly between both bounds, both included.</summary>
    public long Between(long low, long high) => low + (long)(Next() % (ulong)(high - low + 1));

    public bool Chance(int permille) => Between(1, 1000) <= permille;

    /// <summary>Mostly small, sometimes large, with this mean: the least of a hundred slots that a run of chances fills.</summary>
    public long Spread(long mean) => Between(0, mean) + Between(0, mean / 2) + (Chance(125) ? Between(0, 4 * mean) : 0);

    public T Pick<T>(IReadOnlyList<T> among) => among[(int)Between(0, among.Count - 1)];

    public Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        // As real request ids: version 4.
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    public SplitMix Fork() => new(Next());
}

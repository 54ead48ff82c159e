using System.Globalization;
using System.Text;

namespace KillSwitch.Core.Tests.InvocationLog;

/// <summary>Damages bytes the ways that storage, transport and attackers do.</summary>
internal sealed class Mutations(Random random, IReadOnlyList<byte[]> seeds)
{
    private static readonly byte[] Structural = Encoding.ASCII.GetBytes("\"\"\"\\\\\\{}[],:u0n \n\t-1.e");

    /// <summary>How long fuzzing goes on: <c>KILLSWITCH_FUZZ_SECONDS</c>, 5 when it is not set.</summary>
    public static TimeSpan Duration { get; } =
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("KILLSWITCH_FUZZ_SECONDS"), out var seconds) ? seconds : 5);

    /// <summary>Of all that is random in a run: <c>KILLSWITCH_FUZZ_SEED</c>, another each time when it is not set.</summary>
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("KILLSWITCH_FUZZ_SEED"), out var seed) ? seed : Environment.TickCount;

    /// <summary>What a failure is found again by.</summary>
    public static string SeedText => string.Create(CultureInfo.InvariantCulture, $"KILLSWITCH_FUZZ_SEED={Seed}");

    public byte[] Next()
    {
        var bytes = seeds[random.Next(seeds.Count)].ToList();
        for (var count = random.Next(1, 5); count > 0 && bytes.Count > 0; count--)
            Mutate(bytes);
        return [.. bytes];
    }

    /// <summary>Runs until the time is over; a failure names the seed and the input.</summary>
    /// <param name="seeds">What is damaged.</param>
    /// <param name="check">Throws on a defect.</param>
    /// <param name="share">Of <see cref="Duration"/>: a small parser is through with less.</param>
    public static void Run(IReadOnlyList<byte[]> seeds, Action<byte[]> check, double share = 1)
    {
        var mutations = new Mutations(new Random(Seed), seeds);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var round = 0; clock.Elapsed < Duration * share || round < 100; round++)
        {
            var bytes = mutations.Next();
            var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), clock.Elapsed);
            try
            {
                check(bytes);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{SeedText}, round {round}: {Convert.ToBase64String(bytes)}", exception);
            }

            (clock.Elapsed - started).ShouldBeLessThan(TimeSpan.FromSeconds(5), $"{SeedText}, round {round}: too slow");
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64L << 20, $"{SeedText}, round {round}: too much memory");
        }
    }

    private void Mutate(List<byte> bytes)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                break;
            case 3:
                bytes.InsertRange(
                    at, Enumerable.Repeat(Structural[random.Next(Structural.Length)], random.Next(1, random.Next(2) == 0 ? 3 : 70)));
                break;
            case 4:
                var other = seeds[random.Next(seeds.Count)];
                var start = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(start, random.Next(Math.Min(other.Length - start, 300))).ToArray());
                break;
            case 5:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at)));
                break;
            default:
                bytes[at] = Structural[random.Next(Structural.Length)];
                break;
        }
    }
}

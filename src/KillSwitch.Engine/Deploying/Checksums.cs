using System.Collections.Immutable;
using System.Security.Cryptography;

namespace KillSwitch.Engine.Deploying;

/// <summary>What each file of a release must have been made of: the lines of <c>sha256sum</c>.</summary>
public sealed class Checksums
{
    private readonly ImmutableDictionary<string, string> _sums;

    private Checksums(ImmutableDictionary<string, string> sums) => _sums = sums;

    /// <exception cref="FormatException">It is no such list.</exception>
    public static Checksums Parse(string text)
    {
        var sums = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Two blanks, or a blank and the mark of a binary file.
            if (line.Length < 67 || line[64] != ' ' || !line.AsSpan(0, 64).ToString().All(char.IsAsciiHexDigit))
                throw new FormatException($"`{line}` is no line of `sha256sum`");
            sums[line[66..]] = line[..64].ToLowerInvariant();
        }

        return new Checksums(sums.ToImmutable());
    }

    /// <summary>One clause; null where the file is what the release was made with.</summary>
    public string? Fault(string name, ReadOnlySpan<byte> content) =>
        !_sums.TryGetValue(name, out var sum) ? $"it lists no checksum for `{name}`"
            : Of(content) != sum ? $"`{name}` is not what the release was made with: its SHA-256 is another"
            : null;

    /// <summary>The SHA-256 of some bytes, as 64 digits.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KillSwitch.Core.Denies;

/// <summary>Numbered tag keys, from 1, each of which holds one value or is free.</summary>
public sealed record TagSlots(string Prefix, int Count)
{
    /// <summary>What a policy reads where the tag is missing; the guard never writes it.</summary>
    private const string Nothing = "-";

    public IEnumerable<string> Keys => Enumerable.Range(1, Count).Select(Key);

    /// <summary>The tags' values as a policy names them.</summary>
    internal IEnumerable<string> Variables => Keys.Select(key => $"${{aws:PrincipalTag/{key}, '{Nothing}'}}");

    public bool Has(string key) =>
        key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && int.TryParse(key.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var slot) && slot >= 1
            && slot <= Count;

    /// <summary>Every key that holds the value.</summary>
    public IEnumerable<string> Holding(IReadOnlyDictionary<string, string> tags, string value) =>
        Keys.Where(key => tags.TryGetValue(key, out var held) && held == value);

    /// <summary>
    /// The key to write a value under: the first free one from a place that the value alone decides, so that two who choose at once
    /// rarely choose the same. Null when none is free.
    /// </summary>
    public string? Free(IReadOnlyDictionary<string, string> tags, string value)
    {
        var start = (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(value))) % (uint)Count);
        return Enumerable.Range(0, Count).Select(step => Key(((start + step) % Count) + 1)).FirstOrDefault(key => !tags.ContainsKey(key));
    }

    private string Key(int slot) => Prefix + slot.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One value that one of the slots is to hold.</summary>
public sealed record TagMark(TagSlots Slots, string Value);

using System.Globalization;
using System.IO.Compression;
using System.Text;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Aws.Policies;

/// <summary>How a version of the policy is kept.</summary>
internal static class PolicyItem
{
    public const string Partition = "policy";
    public const string SortPrefix = "version#";
    public const string Version = "version";

    // DynamoDB holds 400 KB an item; the rest of it is small.
    private const int LargestItem = 390_000;

    public static string Sort(int number) => SortPrefix + number.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Null for a key that no version has.</summary>
    public static int? NumberOf(string sort) =>
        int.TryParse(sort.AsSpan(SortPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Sort(number) == sort ? number : null;

    /// <exception cref="ArgumentException">The file is too large to be kept.</exception>
    public static Dictionary<string, AttributeValue> Of(PolicyVersion version, string sort)
    {
        var packed = Pack(version.Yaml);
        if (packed.Length > LargestItem)
        {
            throw new ArgumentException(
                $"the policy is {packed.Length / 1024} KB compressed; {LargestItem / 1024} KB can be kept", nameof(version));
        }

        return new(Item.Key(Partition, sort))
        {
            [Version] = Item.Number((long)version.Number),
            ["yaml"] = new AttributeValue { B = new MemoryStream(packed) },
            ["at"] = Item.Number(version.At.ToUnixTimeMilliseconds()),
            ["by"] = Item.Text(version.By),
        };
    }

    /// <summary>The version, and the policy that its file says; what is wrong with the one or the other, as one clause.</summary>
    public static (PolicyVersion? Version, Policy? Policy, string? Fault) TryRead(IReadOnlyDictionary<string, AttributeValue> item)
    {
        try
        {
            var version = Read(item);
            var read = PolicyFileReader.Read(version.Yaml);
            return (version, read.Policy, read.Policy is null ? read.Problems[0].Message : null);
        }
        catch (Exception error) when (Damage.Is(error))
        {
            return (null, null, Damage.Of(error));
        }
    }

    /// <summary>For a sentence.</summary>
    public static string Name(IReadOnlyDictionary<string, AttributeValue> item) =>
        item.TryGetValue(Version, out var number)
            && int.TryParse(number.N, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? $"version {version} of the policy"
            : "the policy in force";

    private static PolicyVersion Read(IReadOnlyDictionary<string, AttributeValue> item)
    {
        var number = int.Parse(item[Version].N, NumberStyles.None, CultureInfo.InvariantCulture);
        ArgumentNullException.ThrowIfNull(item["by"].S);
        return new PolicyVersion(
            number, Unpack(item["yaml"].B), DateTimeOffset.FromUnixTimeMilliseconds(Item.Long(item, "at")), item["by"].S);
    }

    private static byte[] Pack(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private static string Unpack(MemoryStream packed)
    {
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

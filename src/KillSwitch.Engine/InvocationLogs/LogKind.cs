namespace KillSwitch.Engine.InvocationLogs;

/// <summary>Files that are often taken for a log and are none, told by how they start.</summary>
internal static class LogKind
{
    /// <summary>So many bytes tell.</summary>
    public const int Enough = 512;

    private const int Ustar = 257;

    private static readonly (byte[] Start, string Kind)[] Binary =
    [
        ([.. "%PDF-"u8], "a PDF document"),
        ([.. "PK\u0003\u0004"u8], "a ZIP archive: unpack it first"),
        ([.. "PK\u0005\u0006"u8], "an empty ZIP archive"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook or another Office document: export it as CSV"),
        ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive: unpack it first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd data: decompress it first"),
        ([.. "BZh"u8], "bzip2 data: decompress it first"),
        ([0xFD, 0x37, 0x7A, 0x58], "xz data: decompress it first"),
        ([0x04, 0x22, 0x4D, 0x18], "LZ4 data: decompress it first"),
        ([0xFF, 0x06, 0x00, 0x00, .. "sNaPpY"u8], "Snappy data: decompress it first"),
        ([.. "PAR1"u8], "a Parquet file"),
        ([.. "Obj\u0001"u8], "an Avro file"),
        ([.. "ORC"u8], "an ORC file"),
        ([.. "SQLite format 3"u8], "a SQLite database"),
        ([0x89, 0x50, 0x4E, 0x47], "an image"),
        ([0xFF, 0xD8, 0xFF], "an image"),
        ([.. "GIF8"u8], "an image"),
        ([.. "RIFF"u8], "an image, a sound or a film"),
        ([0x7F, .. "ELF"u8], "a program"),
        ([.. "{\\rtf"u8], "an RTF document"),
    ];

    private static readonly (byte[] Start, string Kind)[] Text =
    [
        ([.. "<"u8], "an HTML or XML document"),
        ([.. "version:"u8], "a YAML file, such as a policy"),
        ([.. "events:\n"u8], "YAML of the AWS command line: ask for it with `--output json`"),
        ([.. "------"u8], "a table of the AWS command line: ask for it with `--output json`"),
        ([.. "version account-id "u8], "a VPC flow log"),
        ([.. "identity/LineItemId"u8], "a cost and usage report"),
        ([.. "bill_"u8], "a cost and usage report"),
    ];

    /// <summary>Two names that stand together at the start of nothing else.</summary>
    private static readonly (byte[] One, byte[] Other, string Kind)[] Json =
    [
        ([.. "\"Records\""u8], [.. "\"userIdentity\""u8], "a log of CloudTrail"),
        ([.. "\"eventVersion\""u8], [.. "\"userIdentity\""u8], "a log of CloudTrail"),
        ([.. "\"Events\""u8], [.. "\"EventId\""u8], "an answer of CloudTrail"),
        ([.. "\"ResultsByTime\""u8], [.. "\"TimePeriod\""u8], "an answer of Cost Explorer"),
        ([.. "\"call_type\""u8], [.. "\"spend\""u8], "spend logs of LiteLLM"),
    ];

    /// <summary>What it is instead of a log; null where nothing says that it is none. JSON may be one, whatever it speaks of.</summary>
    public static string? Foreign(ReadOnlySpan<byte> start)
    {
        // However much of it is at hand.
        start = start[..Math.Min(start.Length, Enough)];
        if (start.StartsWith("PK\u0003\u0004"u8) && start.IndexOf("[Content_Types].xml"u8) >= 0)
            return "an Excel workbook or another Office document: export it as CSV";
        if (start.Length > Ustar && start[Ustar..].StartsWith("ustar"u8))
            return "a tar archive: unpack it first";
        foreach (var (magic, kind) in Binary)
        {
            if (start.StartsWith(magic))
                return kind;
        }

        var text = start.TrimStart("\uFEFF \t\r\n\""u8);
        foreach (var (first, kind) in Text)
        {
            if (text.StartsWith(first))
                return kind;
        }

        return null;
    }

    /// <summary>What JSON that holds no record is instead; null where nothing says it.</summary>
    public static string? OfJson(ReadOnlySpan<byte> start)
    {
        start = start[..Math.Min(start.Length, Enough)];
        foreach (var (one, other, kind) in Json)
        {
            if (start.IndexOf(one) >= 0 && start.IndexOf(other) >= 0)
                return kind;
        }

        return null;
    }
}

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>Files that are often taken for a log and are none, told by how they start.</summary>
internal static class LogKind
{
    /// <summary>So many bytes tell.</summary>
    public const int Enough = 256;

    private static readonly (byte[] Start, string Kind)[] Binary =
    [
        ([.. "%PDF-"u8], "a PDF document"),
        ([.. "PK\u0003\u0004"u8], "a ZIP archive: unpack it first"),
        ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive: unpack it first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd data: decompress it first"),
        ([.. "BZh"u8], "bzip2 data: decompress it first"),
        ([0xFD, 0x37, 0x7A, 0x58], "xz data: decompress it first"),
        ([.. "PAR1"u8], "a Parquet file"),
        ([.. "Obj\u0001"u8], "an Avro file"),
        ([.. "ORC"u8], "an ORC file"),
        ([.. "SQLite format 3"u8], "a SQLite database"),
        ([0x89, 0x50, 0x4E, 0x47], "an image"),
        ([0xFF, 0xD8, 0xFF], "an image"),
    ];

    private static readonly (byte[] Start, string Kind)[] Text =
    [
        ([.. "<"u8], "an HTML or XML document"),
        ([.. "version:"u8], "a YAML file, such as a policy"),
        ([.. "identity/LineItemId"u8], "a cost and usage report"),
        ([.. "bill_"u8], "a cost and usage report"),
    ];

    /// <summary>What it is instead of a log; null where nothing says that it is none.</summary>
    public static string? Foreign(ReadOnlySpan<byte> start)
    {
        // However much of it is at hand.
        start = start[..Math.Min(start.Length, Enough)];
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

        return text is [(byte)'{', ..] && text.IndexOf("\"Records\""u8) >= 0 && text.IndexOf("\"userIdentity\""u8) >= 0
            ? "a log of CloudTrail"
            : null;
    }
}

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>Finds the log files under the paths that a user gave.</summary>
internal static class LogPaths
{
    public const string StandardInput = "-";

    /// <summary>The files, each folder's in ordinal order. Throws <see cref="LogPathException"/> before anything is read.</summary>
    public static IReadOnlyList<LogFile> Expand(IReadOnlyList<string> paths, out int passedOver)
    {
        var files = new List<LogFile>();
        passedOver = 0;
        foreach (var path in paths)
        {
            if (path == StandardInput || File.Exists(path))
                files.Add(new LogFile(path, IsNamed: true));
            else if (Directory.Exists(path))
                AddFolder(path, files, ref passedOver);
            else
                throw new LogPathException($"no such file or folder: `{path}`");
        }

        return files;
    }

    private static void AddFolder(string folder, List<LogFile> files, ref int passedOver)
    {
        var before = files.Count;
        try
        {
            Walk(new DirectoryInfo(folder), folder, files, ref passedOver);
        }
        catch (UnauthorizedAccessException)
        {
            throw new LogPathException($"cannot read the folder `{folder}`: permission denied");
        }

        if (files.Count == before)
            throw new LogPathException($"no log file in the folder `{folder}`");
    }

    private static void Walk(DirectoryInfo folder, string shown, List<LogFile> files, ref int passedOver)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry.Name.StartsWith('.'))
                continue;
            var path = Path.Join(shown, entry.Name);
            // A link to a folder may lead back up.
            if (entry is DirectoryInfo inner && entry.LinkTarget is null)
                Walk(inner, path, files, ref passedOver);
            else if (entry is FileInfo && IsLog(entry.Name, folder.Name) && LooksRight(path, entry.Name))
                files.Add(new LogFile(path, IsNamed: false));
            else if (entry is FileInfo)
                passedOver++;
        }
    }

    /// <summary>
    /// By name: what Bedrock's delivery to S3 and CloudWatch's exports call their files, and not a prompt's or answer's body.
    /// </summary>
    private static bool IsLog(string name, string folder)
    {
        if (name.Contains("permission-check", StringComparison.Ordinal))
            return false;
        if (folder == "data" && (Ends(name, "_input.json.gz") || Ends(name, "_output.json.gz")))
            return false;
        return IsCertain(name) || Path.GetExtension(name) is "" or ".txt" or ".csv";
    }

    private static bool IsCertain(string name) =>
        Ends(name, ".json") || Ends(name, ".jsonl") || Ends(name, ".ndjson") || Ends(name, ".log") || Ends(name, ".gz");

    /// <summary>A name that promises nothing is read only when the file starts as a log does.</summary>
    private static bool LooksRight(string path, string name)
    {
        if (IsCertain(name))
            return true;
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[256];
            var text = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)].TrimStart("\uFEFF \t\r\n"u8);
            var line = text.IndexOfAny((byte)'\r', (byte)'\n') is var end and >= 0 ? text[..end] : text;
            return Gunzip.IsGzip(text) || text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || LogLine.MayStart(text) || CsvRows.IsHeader(line)
                || CsvRows.IsSeparatorLine(line);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool Ends(string name, string suffix) => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One file to read.</summary>
/// <param name="Path">As it was given, or found under a folder that was.</param>
/// <param name="IsNamed">Given by itself rather than found in a folder.</param>
internal readonly record struct LogFile(string Path, bool IsNamed);

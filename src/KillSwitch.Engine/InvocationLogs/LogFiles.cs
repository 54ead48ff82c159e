using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>
/// Reads recorded invocations from files: JSON lines, CloudWatch Logs exports, the output of <c>aws logs</c> and of Logs
/// Insights, subscription payloads, Bedrock's delivery to S3; plain or gzip.
/// </summary>
public static class LogFiles
{
    private const int Chunk = 256 * 1024;

    /// <summary>A document is read whole; 2 GiB is what one array holds.</summary>
    private const int LargestDocument = 0x7FFF_FFC7;

    /// <summary>
    /// Reads every record of the files, of the folders' files in ordinal order, and of standard input where a path is <c>-</c>.
    /// Damage is handed on and never stops the run. Throws <see cref="LogPathException"/>, before anything is read, when a path
    /// is missing or a folder holds no log.
    /// </summary>
    /// <param name="paths">Files, folders, or <c>-</c>.</param>
    /// <param name="standardInput">Read where a path is <c>-</c>; left open.</param>
    /// <param name="onInvocation">Takes each record, in the order of the files.</param>
    /// <param name="onProblem">Takes each piece that could not be read.</param>
    /// <param name="progress">Told the bytes read so far, as stored, standard input's too.</param>
    /// <param name="cancellationToken">Looked at between records.</param>
    public static LogFilesSummary Read(
        IReadOnlyList<string> paths,
        Stream? standardInput,
        Action<Invocation> onInvocation,
        Action<LogProblem> onProblem,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var files = LogPaths.Expand(paths, out var passedOver);
        var reader = new InvocationReader();
        var total = 0L;
        foreach (var file in files)
        {
            if (file.Path == LogPaths.StandardInput)
            {
                ReadStored(standardInput ?? throw new LogPathException("`-` needs standard input, and there is none"), file.Path);
                continue;
            }

            Stream? stored = null;
            try
            {
                stored = Open(file, onProblem);
                ReadStored(stored, file.Path);
            }
            finally
            {
                stored?.Dispose();
            }
        }

        return new LogFilesSummary(files.Count, passedOver);

        void ReadStored(Stream stored, string path)
        {
            using var window = new TextWindow(() => LogStream.OpenText(stored, OnRead), Chunk, LargestDocument);
            new LogFileReader(window, path, reader, Take, onProblem).Read();
        }

        void Take(Invocation invocation)
        {
            cancellationToken.ThrowIfCancellationRequested();
            onInvocation(invocation);
        }

        void OnRead(int read)
        {
            total += read;
            progress?.Report(total);
        }
    }

    /// <summary>The stored size of all files under the paths, in bytes; standard input counts nothing.</summary>
    public static long TotalBytes(IReadOnlyList<string> paths) =>
        LogPaths.Expand(paths, out _).Where(file => file.Path != LogPaths.StandardInput).Sum(file => new FileInfo(file.Path).Length);

    private static Stream Open(LogFile file, Action<LogProblem> onProblem)
    {
        try
        {
            return new FileStream(file.Path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (file.IsNamed)
                throw new LogPathException($"cannot read `{file.Path}`: {exception.Message}");
            onProblem(new LogProblem(file.Path, 0, $"cannot be opened: {exception.Message}"));
            return Stream.Null;
        }
    }
}

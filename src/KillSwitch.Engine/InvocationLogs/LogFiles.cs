using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>
/// Reads recorded invocations from files: JSON lines, CloudWatch Logs exports, the output of <c>aws logs</c> and of Logs
/// Insights, subscription payloads, Bedrock's delivery to S3; plain or gzip.
/// </summary>
public static class LogFiles
{
    /// <summary>Small, because a chunk in which gzip data turns out to be damaged is lost.</summary>
    private const int Chunk = 32 * 1024;

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
        var (counting, total) = (new Lock(), 0L);
        // Standard input is one stream, however often it is named.
        var sideBySide = Math.Min(files.Count, Environment.ProcessorCount);
        if (sideBySide > 1 && files.All(file => file.Path != LogPaths.StandardInput))
        {
            SideBySide.Read(files, sideBySide, ReadFile, Take, onProblem);
        }
        else
        {
            var reader = new InvocationReader();
            foreach (var file in files)
                ReadFile(file, reader, Take, onProblem);
        }

        return new LogFilesSummary(files.Count, passedOver);

        void ReadFile(LogFile file, InvocationReader reader, Action<Invocation> onRecord, Action<LogProblem> onDamage)
        {
            using var window = new TextWindow(() => Open(file, standardInput, OnRead), Chunk, LargestDocument);
            new LogFileReader(window, file.Path, reader, onRecord, onDamage).Read();
        }

        void Take(Invocation invocation)
        {
            cancellationToken.ThrowIfCancellationRequested();
            onInvocation(invocation);
        }

        void OnRead(int read)
        {
            lock (counting)
            {
                total += read;
                progress?.Report(total);
            }
        }
    }

    /// <summary>The stored size of all files under the paths, in bytes; standard input counts nothing.</summary>
    public static long TotalBytes(IReadOnlyList<string> paths) =>
        LogPaths.Expand(paths, out _).Where(file => file.Path != LogPaths.StandardInput).Sum(file => new FileInfo(file.Path).Length);

    private static Stream Open(LogFile file, Stream? standardInput, Action<int> onRead)
    {
        if (file.Path == LogPaths.StandardInput)
        {
            return LogStream.OpenText(
                standardInput ?? throw new LogPathException("`-` needs standard input, and there is none"), onRead, leaveOpen: true);
        }

        try
        {
            var options = new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 };
            return LogStream.OpenText(new FileStream(file.Path, options), onRead, leaveOpen: false);
        }
        catch (Exception exception) when (file.IsNamed && exception is IOException or UnauthorizedAccessException)
        {
            throw new LogPathException($"cannot read `{file.Path}`: {exception.Message}");
        }
    }
}

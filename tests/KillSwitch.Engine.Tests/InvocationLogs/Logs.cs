using System.IO.Compression;
using System.Text;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.InvocationLogs;

namespace KillSwitch.Engine.Tests.InvocationLogs;

/// <summary>What a reading gave.</summary>
internal sealed record Logs(List<Invocation> Invocations, List<LogProblem> Problems)
{
    /// <summary>Input tokens of the samples' lines, in order: what tells them apart.</summary>
    public static readonly long[] SampleInputs = [1200, 3, 1200, 3, 181204, 0, 0, 5, 0, 1200, 1200, 1200, 1200, 1200, 1200, 98765];

    public long[] Inputs => [.. Invocations.Select(read => read.Tokens.InputTokens)];

    /// <summary><c>LINE: REASON</c> of each problem.</summary>
    public string[] Reasons => [.. Problems.Select(problem => $"{problem.Line}: {problem.Reason}")];

    public static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "samples", name);

    public static string SampleText(string name) => File.ReadAllText(Sample(name));

    public static string[] SampleLines { get; } = File.ReadAllLines(Sample("invocations.jsonl"));

    public static Logs Read(string text, int chunk = 4096) => Read(Encoding.UTF8.GetBytes(text), chunk);

    /// <summary>Reads as a file is read, in chunks of a size of the test's choice.</summary>
    public static Logs Read(byte[] bytes, int chunk = 4096, int largest = 1 << 30)
    {
        var logs = new Logs([], []);
        using var window = new TextWindow(() => LogStream.OpenText(new MemoryStream(bytes), null, leaveOpen: false), chunk, largest);
        new LogFileReader(window, "log", new InvocationReader(), logs.Invocations.Add, logs.Problems.Add).Read();
        return logs;
    }

    public static Logs ReadPaths(params string[] paths)
    {
        var logs = new Logs([], []);
        LogFiles.Read(paths, null, logs.Invocations.Add, logs.Problems.Add, null, CancellationToken.None);
        return logs;
    }

    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    public static byte[] Gzip(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return compressed.ToArray();
    }
}

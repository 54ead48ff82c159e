using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Progress;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.InferenceProfiles;
using KillSwitch.Engine.InvocationLogs;

namespace KillSwitch.Cli.Inputs;

/// <summary>Recorded invocations that the user names; pieces that cannot be read are told, and lose nothing else.</summary>
internal static class LogInput
{
    /// <summary>What <c>--logs</c> takes.</summary>
    public const string Description =
        "Files, folders or -: JSON lines, aws logs output, Logs Insights results (JSON, CSV), CloudWatch Logs exports, Kinesis and "
        + "Firehose events, Bedrock's S3 delivery; UTF-8 or UTF-16; plain or gzip.";

    private const int MostProblemsTold = 20;

    /// <returns>The records, and how many pieces could not be read.</returns>
    public static async ValueTask<(List<Invocation> Records, long Skipped)> ReadAsync(
        string[] paths, InferenceProfileMap profiles, Terminal terminal, CancellationToken cancellation)
    {
        var records = new List<Invocation>();
        return (records, await ReadAsync(paths, profiles, records.Add, terminal, cancellation));
    }

    /// <summary>The same, for more records than memory holds.</summary>
    /// <param name="paths">What the user named.</param>
    /// <param name="profiles">The models behind names that hide them.</param>
    /// <param name="onRecord">Takes each record.</param>
    /// <param name="terminal">Is told of pieces that cannot be read.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many pieces could not be read.</returns>
    public static async ValueTask<long> ReadAsync(
        string[] paths, InferenceProfileMap profiles, Action<Invocation> onRecord, Terminal terminal, CancellationToken cancellation)
    {
        var problems = 0L;
        var now = TimeProvider.System.GetUtcNow();
        try
        {
            await using var input = paths.Contains("-") ? terminal.StandardInput() : null;
            // Reading never waits for anything but the disk: it runs beside the bar.
            await LiveBar.RunAsync(
                terminal, "reading", LogFiles.TotalBytes(paths), progress => new ValueTask<LogFilesSummary>(Task.Run(() =>
                LogFiles.Read(paths, input, Take, Told, progress, cancellation), cancellation)));
        }
        catch (LogPathException error)
        {
            throw new BadInputException(error.Message);
        }

        if (problems > MostProblemsTold)
            terminal.Warn($"… and {problems - MostProblemsTold} more pieces that could not be read");
        return problems;

        void Take(Invocation record)
        {
            if (ClockSkew.IsAhead(record.Timestamp, now))
            {
                Told(new LogProblem(
                    $"request {record.Id.RequestId}", 0, $"its time, {TimeText.Minute(record.Timestamp)} UTC, has yet to come"));
            }
            else
            {
                onRecord(profiles.Resolve(record));
            }
        }

        void Told(LogProblem problem)
        {
            if (++problems <= MostProblemsTold)
                terminal.Warn(problem.ToString());
        }
    }
}

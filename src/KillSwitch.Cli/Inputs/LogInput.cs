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
        return (records, problems);

        void Take(Invocation record)
        {
            if (ClockSkew.IsAhead(record.Timestamp, now))
            {
                Told(new LogProblem(
                    $"request {record.Id.RequestId}", 0, $"its time, {TimeText.Minute(record.Timestamp)} UTC, has yet to come"));
            }
            else
            {
                records.Add(profiles.Resolve(record));
            }
        }

        void Told(LogProblem problem)
        {
            if (++problems <= MostProblemsTold)
                terminal.Warn(problem.ToString());
        }
    }
}

using System.CommandLine;
using System.Text.Json;
using KillSwitch.Cli.Progress;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.InferenceProfiles;
using KillSwitch.Engine.InvocationLogs;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Report;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>replay</c>: back-tests a policy on recorded invocations.</summary>
internal static class ReplayVerb
{
    private const int MostProblemsTold = 20;

    public static Command Create(Terminal terminal)
    {
        var policy = new Option<string>("--policy") { Description = "The policy file, or - for standard input.", Required = true, HelpName = "FILE" };
        var logs = new Option<string[]>("--logs")
        {
            Description = "Files, folders or -: JSON lines, aws logs output, CloudWatch Logs exports, Bedrock's S3 delivery; plain or gzip.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
            HelpName = "PATH",
        };
        var profiles = new Option<string?>("--inference-profiles")
        {
            Description = "Output of `aws bedrock list-inference-profiles --type-equals APPLICATION`: which model a profile stands for.",
            HelpName = "FILE",
        };
        var backtest = new BacktestOptions();
        var command = new Command("replay", """
            Back-test a policy: run recorded invocations through the engine that is deployed, on an embedded account, and say what would have stopped, when, and what it would have saved.

            Examples:
              killswitch replay --policy killswitch.yaml --logs events.json
              killswitch replay --policy killswitch.yaml --logs AWSLogs/ --report report.html
              aws logs filter-log-events --log-group-name GROUP | killswitch replay --policy killswitch.yaml --logs - --output json
            """) { policy, logs, profiles };
        backtest.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var setting = backtest.Read(parsed, parsed.GetRequiredValue(policy), terminal);
            var map = Profiles(parsed.GetValue(profiles), terminal);
            var (records, skipped) = await RecordsAsync(parsed.GetRequiredValue(logs), map, terminal, cancellation);
            var result = await LiveBar.RunAsync(terminal, "replaying", records.Count, progress =>
                Replay.RunAsync(setting.Policy, setting.Prices, records, setting.Delays, progress, cancellation)) with
            { Skipped = skipped };
            return backtest.Finish(parsed, result, new ReportHeading("Replay", $"Policy {parsed.GetRequiredValue(policy)}", []), terminal);
        });
        return command;
    }

    private static async ValueTask<(List<Invocation> Records, long Skipped)> RecordsAsync(
        string[] paths, InferenceProfileMap profiles, Terminal terminal, CancellationToken cancellation)
    {
        var records = new List<Invocation>();
        var problems = 0L;
        try
        {
            await using var input = paths.Contains("-") ? terminal.StandardInput() : null;
            // Reading never waits for anything but the disk: it runs beside the bar.
            await LiveBar.RunAsync(terminal, "reading", LogFiles.TotalBytes(paths), progress => new ValueTask<LogFilesSummary>(Task.Run(() =>
                LogFiles.Read(paths, input, record => records.Add(profiles.Resolve(record)), Told, progress, cancellation), cancellation)));
        }
        catch (LogPathException error)
        {
            throw new BadInputException(error.Message);
        }

        if (problems > MostProblemsTold)
            terminal.Warn($"… and {problems - MostProblemsTold} more pieces that could not be read");
        return (records, problems);

        void Told(LogProblem problem)
        {
            if (++problems <= MostProblemsTold)
                terminal.Warn(problem.ToString());
        }
    }

    private static InferenceProfileMap Profiles(string? path, Terminal terminal)
    {
        if (path is null)
            return InferenceProfileMap.Empty;
        try
        {
            return InferenceProfileMap.Parse(InputFile.Read(path, terminal));
        }
        catch (JsonException error)
        {
            throw new BadInputException($"`{path}` is not the output of `aws bedrock list-inference-profiles`: {error.Message}");
        }
    }
}

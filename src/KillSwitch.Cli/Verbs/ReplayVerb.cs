using System.CommandLine;
using System.Globalization;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Progress;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.InferenceProfiles;
using KillSwitch.Engine.InvocationLogs;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Replay.Records;
using KillSwitch.Engine.Report;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>replay</c>: back-tests a policy on recorded invocations.</summary>
internal static class ReplayVerb
{
    public static Command Create(Terminal terminal)
    {
        var policy = new Option<string>("--policy")
        {
            Description = "The policy file, or - for standard input.",
            Required = true,
            HelpName = "FILE",
        };
        var logs = new Option<string[]>("--logs")
        {
            Description = LogInput.Description,
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
            HelpName = "PATH",
        };
        var profiles = InferenceProfiles.Option();
        var principals = PrincipalsOption.Option();
        var backtest = new BacktestOptions();
        var history = new HistoryOptions("30d", TimeSpan.FromDays(30));
        var command = new Command("replay", """
            Back-test a policy: run recorded invocations through the engine that is deployed, on an embedded account, and say what would have stopped, when, and what it would have saved.

            Examples:
              killswitch replay --policy killswitch.yaml --logs events.json
              killswitch replay --policy killswitch.yaml --logs AWSLogs/ --report report.html
              killswitch replay --policy killswitch.yaml --logs AWSLogs/ --principals iam.json
              killswitch replay --policy killswitch.yaml --from-account --since 30d --mode enforce
              aws logs filter-log-events --log-group-name GROUP | killswitch replay --policy killswitch.yaml --logs - --output json
            """) { policy, logs, profiles, principals };
        history.AddTo(command);
        backtest.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var paths = parsed.GetValue(logs) ?? [];
            var isAccount = history.IsAsked(parsed);
            if (isAccount == paths.Length > 0)
            {
                throw new BadInputException(
                    isAccount ? "`--logs` and `--from-account` are two places to read from: give one"
                    : "`--logs` says where the records are, or `--from-account` that they are the account's own");
            }

            var listing = parsed.GetValue(principals);
            if (isAccount && listing is not null)
                throw new BadInputException($"`{PrincipalsOption.Name}` is for recorded logs; `--from-account` asks IAM itself");
            var setting = backtest.Read(parsed, parsed.GetRequiredValue(policy), terminal);
            var map = InferenceProfiles.Map(parsed.GetValue(profiles), terminal);
            var delays = setting.Delays;
            using var sorter = new RecordSorter();
            long skipped;
            if (isAccount)
            {
                using var own = await history.OpenAsync(parsed, terminal, cancellation);
                (var called, skipped) = await ReadAsync(own, history, parsed, map, terminal, cancellation);
                if (called.Count > 0)
                {
                    delays = delays with { Paths = await own.First.PathsAsync(setting.Policy, called[0].Account, cancellation) };
                    (await own.First.DescribedAsync(setting.Policy, called, cancellation)).ForEach(sorter.Add);
                }
            }
            else
            {
                var known = listing is null ? null : PrincipalsOption.Read(listing, terminal);
                skipped = await LogInput.ReadAsync(
                    paths, map, record => sorter.Add(known is null ? record : known.Describe(record)), terminal, cancellation);
                if (known is not null)
                    delays = delays with { Paths = known.Paths };
            }

            using var records = Finished(sorter);
            var result = await RunAsync("replaying", setting.Policy) with { Skipped = skipped };
            if (!isAccount && listing is null && (result.AssumedPaths.Count > 0 || result.UnknownValues.Any(one => one.IsOfIam)))
                terminal.Warn($"killswitch: the log leaves out what IAM knows of its callers; `{PrincipalsOption.Name} FILE` says it");
            var heading = new ReportHeading("Replay", $"Policy {parsed.GetRequiredValue(policy)}", [])
            {
                Alone = await backtest.AloneAsync(parsed, setting.Policy, RunAsync),
            };
            return backtest.Finish(parsed, result, heading, terminal);

            ValueTask<ReplayResult> RunAsync(string label, Policy tried) => LiveBar.RunAsync(terminal, label, records.Count, progress =>
                Replay.RunAsync(tried, setting.Prices, records, delays, progress, cancellation));
        });
        return command;
    }

    private static ReplayRecords Finished(RecordSorter sorter)
    {
        try
        {
            return sorter.Finish();
        }
        catch (LogPathException error)
        {
            throw new BadInputException(error.Message);
        }
    }

    private static async ValueTask<(List<Invocation> Records, long Skipped)> ReadAsync(
        HistoryByRegion history, HistoryOptions options, ParseResult parsed, InferenceProfileMap map, Terminal terminal,
        CancellationToken cancellation)
    {
        var now = GuardSession.Now;
        var from = now - options.Since(parsed);
        var records = new List<Invocation>();
        var read = await history.RecordsAsync(
            options.LogGroup(parsed), from, now, record => records.Add(map.Resolve(record)), terminal, cancellation);
        if (read.All(one => one.Group is null))
        {
            throw new BadInputException($"{string.Join("; ", read.Select(one => one.Obstacle?.Reason))}: there are no records to replay; "
                + read[0].Obstacle?.Remedy);
        }

        foreach (var one in read)
        {
            terminal.Warn(one is { Obstacle: { } obstacle }
                ? $"killswitch: {obstacle.Reason}: what was called there is not replayed, or not all of it; {obstacle.Remedy}"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"killswitch: {Counted.Of(one.Records, "record")} of `{one.Group?.LogGroupName}`"
                        + $"{(history.AreSeveral ? " in " + one.Region : "")} since {TimeText.Minute(from)} UTC"));
        }

        return (records, read.Sum(one => one.Damaged));
    }
}

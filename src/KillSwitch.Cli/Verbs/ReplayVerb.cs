using System.CommandLine;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Progress;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Report;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>replay</c>: back-tests a policy on recorded invocations.</summary>
internal static class ReplayVerb
{
    public static Command Create(Terminal terminal)
    {
        var policy = new Option<string>("--policy") { Description = "The policy file, or - for standard input.", Required = true, HelpName = "FILE" };
        var logs = new Option<string[]>("--logs")
        {
            Description = LogInput.Description,
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
            HelpName = "PATH",
        };
        var profiles = InferenceProfiles.Option();
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
            var map = InferenceProfiles.Map(parsed.GetValue(profiles), terminal);
            var (records, skipped) = await LogInput.ReadAsync(parsed.GetRequiredValue(logs), map, terminal, cancellation);
            var result = await LiveBar.RunAsync(terminal, "replaying", records.Count, progress =>
                Replay.RunAsync(setting.Policy, setting.Prices, records, setting.Delays, progress, cancellation)) with
            { Skipped = skipped };
            return backtest.Finish(parsed, result, new ReportHeading("Replay", $"Policy {parsed.GetRequiredValue(policy)}", []), terminal);
        });
        return command;
    }
}

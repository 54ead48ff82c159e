using System.CommandLine;
using System.Text;
using KillSwitch.Cli.Charts;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Report;

namespace KillSwitch.Cli.Verbs;

/// <summary>What a back-test runs under.</summary>
internal sealed record BacktestSetting(Policy Policy, IPriceBook Prices, ReplayOptions Delays);

/// <summary>The options that <c>replay</c> and <c>simulate</c> share, and what both do with a result.</summary>
internal sealed class BacktestOptions
{
    private const int MostAlone = 10;

    private readonly Option<TimeSpan?> _detection = DelayOption.Create(
        "--detection-delay", "A record's timestamp to its evaluation.", ReplayOptions.Default.DetectionDelay);

    private readonly Option<TimeSpan?> _enforcement = DelayOption.Create(
        "--enforcement-delay", "Decision to effect.", ReplayOptions.Default.EnforcementDelay);

    private readonly Option<PolicyMode?> _mode = new Option<PolicyMode?>("--mode")
    {
        Description = "Instead of the policy's own mode.",
    }.Among("enforce", "observe");

    private readonly Option<string?> _prices = OwnPrices.Option();

    private readonly Option<string?> _report = new("--report")
    {
        Description = "Write the result as one self-contained HTML page.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _failOnStop = new("--fail-on-stop")
    {
        Description = "Exit with 1 when the policy stops, or would stop, anything, and with 2 when there was no record to judge by.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _detection, _enforcement, _mode, _prices, _report, _failOnStop })
            command.Options.Add(option);
    }

    public BacktestSetting Read(ParseResult parsed, string policyPath, Terminal terminal) =>
        Read(parsed, InputFile.Policy(policyPath, terminal), terminal);

    public BacktestSetting Read(ParseResult parsed, Policy policy, Terminal terminal)
    {
        if (parsed.GetValue(_mode) is { } mode)
            policy = policy with { Mode = mode };
        foreach (var rule in policy.Rules.OfType<BudgetRule>())
            terminal.Warn($"killswitch: rule `{rule.Id}` waits for AWS Budgets, which no log records: it is left out here");
        return new BacktestSetting(policy, OwnPrices.Book(parsed.GetValue(_prices), policy, terminal), Delays(parsed));
    }

    /// <summary>The rules that stop somebody by what the log says.</summary>
    public static IEnumerable<CountedRule> Stopping(Policy policy) =>
        policy.Rules.OfType<CountedRule>().Where(rule => rule.Stop != StopScope.None);

    public static RuleAlone Alone(Rule rule, ReplayResult result) =>
        new(
            rule.Id, (result.FirstCut ?? (result.Stops.Count == 0 ? null : result.Stops[0]))?.At, result.WithGuard,
            Waits: result is { FirstCut: null, Stops.Count: > 0 });

    /// <summary>What each rule would have done by itself, where a report is asked for and there are few.</summary>
    public async Task<IReadOnlyList<RuleAlone>> AloneAsync(
        ParseResult parsed, Policy policy, Func<string, Policy, ValueTask<ReplayResult>> run)
    {
        var rules = Stopping(policy).ToList();
        if (parsed.GetValue(_report) is null || rules.Count is < 2 or > MostAlone)
            return [];
        var alone = new List<RuleAlone>();
        foreach (var rule in rules)
            alone.Add(Alone(rule, await run(rule.Id + " alone", policy with { Rules = [rule] })));
        return alone;
    }

    public static bool IsJson(ParseResult parsed) => parsed.GetValue(CommonOptions.Output) == OutputFormat.Json;

    /// <summary>Writes what was asked for and gives the exit code.</summary>
    public int Finish(ParseResult parsed, ReplayResult result, ReportHeading heading, Terminal terminal)
    {
        if (IsJson(parsed))
        {
            using var bytes = new MemoryStream();
            ReplayJson.Write(result, bytes);
            terminal.StandardOutput.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
        }
        else
        {
            ReplaySummary.Write(result, terminal.Out);
        }

        return Close(parsed, result, heading, terminal);
    }

    /// <summary>The report, when one was asked for, and the exit code.</summary>
    public int Close(ParseResult parsed, ReplayResult result, ReportHeading heading, Terminal terminal)
    {
        if (parsed.GetValue(_report) is { } path)
            ReportFile.Write(path, terminal, writer => HtmlReport.Write(result, heading, writer));
        if (parsed.GetValue(_failOnStop) && result.From is null)
            throw new BadInputException("no record could be read: `--fail-on-stop` has nothing to judge by");
        return parsed.GetValue(_failOnStop) && result.Stops.Count > 0 ? ExitCode.Refused : ExitCode.Done;
    }

    private ReplayOptions Delays(ParseResult parsed) => new(
        parsed.GetValue(_detection) ?? ReplayOptions.Default.DetectionDelay,
        parsed.GetValue(_enforcement) ?? ReplayOptions.Default.EnforcementDelay);
}

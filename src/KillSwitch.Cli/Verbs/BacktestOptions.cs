using System.CommandLine;
using KillSwitch.Cli.Options;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Replay;

namespace KillSwitch.Cli.Verbs;

/// <summary>The options that <c>replay</c> and <c>simulate</c> share.</summary>
internal sealed class BacktestOptions
{
    private readonly Option<TimeSpan> _detection = DelayOption.Create(
        "--detection-delay", "A record's timestamp to its evaluation.", ReplayOptions.Default.DetectionDelay);

    private readonly Option<TimeSpan> _enforcement = DelayOption.Create(
        "--enforcement-delay", "Decision to effect.", ReplayOptions.Default.EnforcementDelay);

    private readonly Option<PolicyMode?> _mode = new("--mode")
    {
        Description = "Enforce or observe, whatever the policy says.",
    };

    private readonly Option<FileInfo?> _prices = new("--prices")
    {
        Description = "Your own prices (YAML), over the embedded ones.",
        HelpName = "FILE",
    };

    private readonly Option<FileInfo?> _report = new("--report")
    {
        Description = "Write the result as one self-contained HTML page.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _failOnStop = new("--fail-on-stop")
    {
        Description = "Exit with 1 when the policy stops, or would stop, anything.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _detection, _enforcement, _mode, _prices, _report, _failOnStop })
            command.Options.Add(option);
    }

    public ReplayOptions Delays(ParseResult parsed) => new(parsed.GetValue(_detection), parsed.GetValue(_enforcement));

    public PolicyMode? Mode(ParseResult parsed) => parsed.GetValue(_mode);

    public FileInfo? Prices(ParseResult parsed) => parsed.GetValue(_prices);

    public FileInfo? Report(ParseResult parsed) => parsed.GetValue(_report);

    /// <summary>What the verb ends with.</summary>
    public int Ending(ParseResult parsed, ReplayResult result) =>
        parsed.GetValue(_failOnStop) && result.Stops.Count > 0 ? ExitCode.Refused : ExitCode.Done;
}

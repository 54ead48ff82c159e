using System.CommandLine;
using KillSwitch.Cli.Options;

namespace KillSwitch.Cli.UsageReports;

/// <summary>What stdout carries of usage: what every verb knows, and two tables that it alone has.</summary>
internal enum UsageFormat
{
    Text,
    Json,
    Csv,
    Focus,
}

/// <summary>The option <c>--output</c> of <c>usage</c>, in place of every verb's.</summary>
internal sealed class UsageFormatOption
{
    private readonly Option<UsageFormat?> _output = new Option<UsageFormat?>(CommonOptions.Output.Name)
    {
        Description = "What stdout carries: csv for a spreadsheet, focus for tools that read FOCUS 1.2. [default: text]",
    }.Among("text", "json", "csv", "focus");

    public void AddTo(Command command) => command.Options.Add(_output);

    public UsageFormat Read(ParseResult parsed) => parsed.GetValue(_output)
        ?? (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json ? UsageFormat.Json : UsageFormat.Text);
}

using System.CommandLine;
using KillSwitch.Cli.Options;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.UsageReports;

/// <summary>The options that say which span of time is looked at, in whole hours.</summary>
internal sealed class PeriodOptions
{
    private readonly Option<WindowUnit?> _window = WindowOption("The current hour, day, week or month, in the policy's time zone.");

    private readonly Option<long?> _ago =
        WholeNumberOption.Create(
        "--ago", "So many windows before the current one: --window day --ago 1 is yesterday. [default: 0]", 0, 1_000);

    private readonly Option<TimeSpan?> _since =
        SinceOption.Create("The last 90m, 24h, 7d, … in whole hours, instead of a window.", UsageView.Kept([]));

    /// <param name="description">What it is the window of.</param>
    public static Option<WindowUnit?> WindowOption(string description) =>
        new Option<WindowUnit?>("--window") { Description = description + " [default: day]" }.Among("hour", "day", "week", "month");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _window, _ago, _since })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_since) is not null && (result.GetResult(_window) is not null || result.GetResult(_ago) is not null))
                result.AddError("`--since` and `--window` or `--ago` do not go together; allowed: one of them");
        });
    }

    public Window Read(ParseResult parsed, WindowCalendar calendar, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (parsed.GetValue(_since) is { } since)
        {
            return new Window(calendar.Containing(WindowUnit.Hour, second - (long)since.TotalSeconds).Start,
                calendar.Containing(WindowUnit.Hour, second).End);
        }

        var unit = parsed.GetValue(_window) ?? WindowUnit.Day;
        var window = calendar.Containing(unit, second);
        for (var i = parsed.GetValue(_ago) ?? 0; i > 0; i--)
            window = calendar.Containing(unit, window.Start - 1);
        return window;
    }
}

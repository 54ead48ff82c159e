using System.CommandLine;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Tests.UsageReports;

public class PeriodOptionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 20, 30, TimeSpan.Zero);

    [Theory]
    [InlineData("", "2026-03-02T00:00:00Z/2026-03-03T00:00:00Z")]
    [InlineData("--ago 1", "2026-03-01T00:00:00Z/2026-03-02T00:00:00Z")]
    [InlineData("--window month --ago 1", "2026-02-01T00:00:00Z/2026-03-01T00:00:00Z")]
    [InlineData("--window week", "2026-03-02T00:00:00Z/2026-03-09T00:00:00Z")]
    [InlineData("--window hour --ago 11", "2026-03-01T23:00:00Z/2026-03-02T00:00:00Z")]
    [InlineData("--since 90m", "2026-03-02T08:00:00Z/2026-03-02T11:00:00Z")]
    [InlineData("--since 7d", "2026-02-23T10:00:00Z/2026-03-02T11:00:00Z")]
    public void A_span_of_time_is_whole_hours(string args, string window)
    {
        var (parsed, period) = Parse(args);

        parsed.Errors.ShouldBeEmpty();
        period.Read(parsed, WindowCalendar.Of("UTC"), Now).ToString().ShouldBe(window);
    }

    [Theory]
    [InlineData("--ago x", "`x` is no whole number for `--ago`; allowed is 0 to 1000")]
    [InlineData("--ago -1", "`-1` is out of bounds for `--ago`; allowed is 0 to 1000")]
    [InlineData("--since 401d", "`401d` is not a length of time that can be looked back")]
    [InlineData("--since 0h", "`0h` is not a length of time that can be looked back")]
    [InlineData("--since 6h --ago 1", "do not go together")]
    [InlineData("--window year", "year")]
    public void A_wrong_span_says_what_is_allowed(string args, string sentence) =>
        Parse(args).Parsed.Errors[0].Message.ShouldContain(sentence);

    private static (ParseResult Parsed, PeriodOptions Period) Parse(string args)
    {
        var period = new PeriodOptions();
        var command = new Command("usage");
        period.AddTo(command);
        return (command.Parse(args), period);
    }
}

using System.Xml;
using System.Xml.Linq;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Report;

namespace KillSwitch.Engine.Tests.Report;

public class HtmlReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 4, 13, 0, 0, 3, TimeSpan.Zero);

    public static TheoryData<string, ReplayResult> Results => new()
    {
        { "a stop under its limit", Result(steps: 300, stops: 1) },
        { "no stop", Result(steps: 300, stops: 0) },
        { "observed", Result(steps: 50, stops: 2) with { Mode = PolicyMode.Observe, WithGuard = new Usd(37_901.73m) } },
        { "more than a table holds", Result(steps: 50, stops: 500) },
        { "two steps", Result(steps: 2, stops: 1) },
        { "one step", Result(steps: 1, stops: 0) },
        { "nothing read", new ReplayResult { Mode = PolicyMode.Enforce } },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public void A_page_is_well_formed_and_reaches_for_nothing(string what, ReplayResult result)
    {
        var html = Written(result);

        Parsed(html).Descendants("h1").ShouldHaveSingleItem(what);
        foreach (var reach in new[] { "http:", "https:", "src=", "url(", "@import", "<script", "<link", "<iframe" })
            html.ShouldNotContain(reach);
        html.ShouldContain("default-src 'none'");
        html.ShouldNotContain("NaN");
        html.ShouldNotContain("∞");
    }

    [Fact]
    public void The_same_result_gives_the_same_page() => Written(Result(300, 3)).ShouldBe(Written(Result(300, 3)));

    [Fact]
    public void Figures_limit_and_stop_are_on_the_page()
    {
        var page = Parsed(Written(Result(steps: 300, stops: 1)));
        var text = page.ToString();

        foreach (var figure in new[] { "$37,901.73", "$498.38", "$37,403.35", "limit $500.00", "stopped at $498.38",
            "Input tokens served from the cache: 20 %", "agent-monthly-cap" })
        {
            text.ShouldContain(figure);
        }

        // For a desk and for a phone.
        page.Descendants("svg").Count().ShouldBe(6);
        page.Descendants("svg").ShouldAllBe(svg => svg.Element("title") != null && svg.Element("desc") != null);
    }

    [Fact]
    public void An_observing_policy_would_stop()
    {
        var text = Parsed(Written(Result(steps: 50, stops: 1) with { Mode = PolicyMode.Observe })).ToString();

        text.ShouldContain("What would have stopped");
        text.ShouldContain("would stop");
    }

    [Fact]
    public void Names_that_callers_choose_are_text_and_nothing_else()
    {
        var stop = Stop(0) with
        {
            Target = new ReplayTarget(StopScope.Session, "role/x/<script>alert('1')</script>\u202Eevil\u0007", "1"),
            Reason = "\"><img src=x>"
        };
        var html = Written(Result(steps: 5, stops: 0) with { Stops = [stop], Unpriced = ["<b>model</b>"] });

        html.ShouldNotContain("<script");
        html.ShouldNotContain("<img");
        html.ShouldNotContain("<b>");
        html.ShouldNotContain("\u202E");
        Parsed(html).Descendants("code").Select(code => code.Value).ShouldContain("role/x/<script>alert('1')</script>\uFFFDevil\uFFFD");
    }

    [Theory]
    [InlineData(37_901.73, 5, "0 10000 20000 30000 40000")]
    [InlineData(850, 5, "0 200 400 600 800 1000")]
    [InlineData(1, 4, "0 0.25 0.5 0.75 1")]
    [InlineData(0, 4, "0 1")]
    public void Money_has_round_marks(double top, int most, string marks) =>
        string.Join(' ', Axis.Money((decimal)top, most)
            .Select(mark => mark.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(marks);

    [Theory]
    [InlineData(0, "$0")]
    [InlineData(0.25, "$0.25")]
    [InlineData(800, "$800")]
    [InlineData(2500, "$2.5k")]
    [InlineData(40_000, "$40k")]
    [InlineData(1_200_000, "$1.2M")]
    public void Marks_of_money_are_short(double amount, string label) => Axis.MoneyLabel((decimal)amount).ShouldBe(label);

    [Theory]
    [InlineData(9 * 24 * 60, "Tue 14 Apr")]
    [InlineData(120, "13 Apr 00:15")]
    [InlineData(9, "13 Apr 00:01")]
    [InlineData(30 * 60, "06:00")]
    public void Time_has_marks_on_round_moments(int minutes, string first)
    {
        var marks = Axis.Time(Start, Start.AddMinutes(minutes), 10);

        marks[0].Label.ShouldBe(first);
        marks.Count.ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public void Hours_that_pass_midnight_say_the_day_there() =>
        Axis.Time(Start, Start.AddHours(30), 10).Select(mark => mark.Label).ShouldContain("Tue 14 Apr");

    [Theory]
    [MemberData(nameof(Results))]
    public void No_label_of_a_chart_lies_on_another_or_past_its_edge(string what, ReplayResult result)
    {
        foreach (var svg in Parsed(Written(result)).Descendants("svg"))
        {
            var size = svg.Attribute("viewBox")!.Value.Split(' ').Select(Number).ToList();
            List<(string Text, double Left, double Top, double Right, double Bottom)> boxes = [.. svg.Elements("text").Select(BoxOf)];

            foreach (var box in boxes)
            {
                box.Left.ShouldBeGreaterThanOrEqualTo(-1, $"{what}: {box.Text}");
                box.Right.ShouldBeLessThanOrEqualTo(size[2] + 1, $"{what}: {box.Text}");
                boxes.Where(other => other != box && other.Left < box.Right && box.Left < other.Right && other.Top < box.Bottom
                    && box.Top < other.Bottom).ShouldBeEmpty($"{what}: {box.Text}");
            }
        }

        static (string, double, double, double, double) BoxOf(XElement text)
        {
            var isStrong = text.Attribute("class")!.Value.Contains("label", StringComparison.Ordinal);
            var width = text.Value.Length * (isStrong ? 7.6 : 6.8);
            var x = Number(text.Attribute("x")!.Value);
            var y = Number(text.Attribute("y")!.Value) + Number(text.Attribute("dy")?.Value ?? "0");
            var left = text.Attribute("text-anchor")!.Value switch { "end" => x - width, "middle" => x - (width / 2), _ => x };
            return (text.Value, left, y - 11, left + width, y + 2);
        }

        static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Who_spent_it_on_which_model_and_each_rule_alone_are_on_the_page()
    {
        var result = Result(50, 1) with
        {
            ByPrincipal = [new ReplaySpend("role/agent", 1000, new Usd(37_901.73m), new Usd(498.38m))],
            ByModel = [new ReplaySpend("anthropic.claude-opus-4-6", 1000, new Usd(37_901.73m), new Usd(498.38m))],
            Refused = 3,
            RefusedBy = [("ThrottlingException", 3)],
        };
        using var writer = new StringWriter();
        HtmlReport.Write(result, new ReportHeading("t", "s", []) { Alone = [new RuleAlone("agent-cap", null, new Usd(7))] }, writer);
        var rows = Parsed(writer.ToString()).Descendants("tr").Select(row => string.Join('|', row.Elements().Select(cell => cell.Value)));

        rows.ShouldContain("role/agent|1,000|$37,901.73|$498.38");
        rows.ShouldContain("anthropic.claude-opus-4-6|1,000|$37,901.73|$498.38");
        rows.ShouldContain("agent-cap|never|$7.00");
        rows.ShouldContain("Calls throttled by Bedrock (no cost)|3");
    }

    private static string Written(ReplayResult result)
    {
        using var writer = new StringWriter();
        HtmlReport.Write(result, new ReportHeading("The <incident>", "replayed & shown", ["modelled"]), writer);
        return writer.ToString();
    }

    private static XDocument Parsed(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    private static ReplayResult Result(int steps, int stops) => new()
    {
        Mode = PolicyMode.Enforce,
        From = Start,
        To = Start.AddDays(9),
        Invocations = 1000,
        WithoutGuard = new Usd(37_901.73m),
        WithGuard = new Usd(498.38m),
        Tokens = new TokenUsage(8000, 10, 2000),
        Stops = [.. Enumerable.Range(0, stops).Select(Stop)],
        Notifications = [new ReplayNotification("agent-monthly-cap", null, Start, "80%")],
        Timeline = [.. Enumerable.Range(0, steps).Select(n => new TimelineStep(
            Start.AddDays(9.0 * n / steps), new Usd(37_901.73m * (n + 1) / steps), new Usd(Math.Min(498.38m, 37_901.73m * (n + 1) / steps)),
            n % 3 == 0 ? 0 : 100, n % 3 == 0 ? 0 : 20))],
    };

    private static ReplayStop Stop(int n) => new()
    {
        Rule = "agent-monthly-cap",
        Target = new ReplayTarget(StopScope.Principal, "role/agent-" + n, "111122223333"),
        At = Start.AddHours(3),
        EffectiveAt = n % 7 == 6 ? null : Start.AddHours(3).AddSeconds(10),
        Unit = Unit.Usd,
        Limit = 500,
        Measured = 497.58m,
        AtEffect = 498.38m,
        Overshoot = 0,
        Reason = "role/agent reached $497.58 of $500.00",
    };
}

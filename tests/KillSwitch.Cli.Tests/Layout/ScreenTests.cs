using System.Text.RegularExpressions;
using KillSwitch.Cli.Bills;
using KillSwitch.Cli.Caching.Live;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Status;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Tests.Bills;
using KillSwitch.Cli.Tests.Verbs;
using KillSwitch.Cli.Tests.Watching;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Cli.Verbs;
using KillSwitch.Cli.Watching;
using KillSwitch.Core.Caching.Probes;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Report;
using Spectre.Console;
using Stop = KillSwitch.Core.Stops.Stop;

namespace KillSwitch.Cli.Tests.Layout;

/// <summary>Every table of every verb, with the longest names that AWS takes, on terminals of four widths and in a pipe.</summary>
public class ScreenTests
{
    private const int Pipe = 10_000;

    private static readonly string Role = "role/service-platform/" + new string('a', 60) + "-one";
    private static readonly string OtherRole = "role/service-platform/" + new string('a', 60) + "-two";
    private static readonly string Session = Role + "/" + new string('s', 60) + "-one";
    private const string Rule = "uncached-tokens-of-the-nightly-batch-per-workflow-and-session-1";
    private static readonly string Tag = "tag:cost-center=" + new string('t', 120) + "-hr";
    private const string Profile =
        "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abcdefghijklmnopqrstuvwxyz0123456789";

    // By the file that makes the table; what must be whole, and the titles that must be there.
    private static readonly Dictionary<string, (Func<IAnsiConsole, Task> Write, string[] Whole, string[] Titles)> Screens = new()
    {
        ["StopTable.cs"] = (Writes(StopTable.Of([OfRule(Role), OfRule(OtherRole), ByHand()])), [Role, OtherRole, Rule, "by hand",
            OfRule(Role).Id, "$487.90 of $500.00"], ["stop", "whom", "state", "rule", "why", "since", "ends"]),
        ["StatusVerb.cs"] = (Writes(StatusVerb.CloseTable([Reading(Role), Reading(OtherRole), Reading(Tag)])), [Role, OtherRole, Tag,
            "daily-cap", "90 %", "$54.00 of $60.00"], ["close to its limit", "rule", "used", "of its limit", "until"]),
        ["UsageTable.cs"] = (console => Table(console, Usage(Session, OtherRole, Profile)), [Session, OtherRole, Profile, "$300.00"],
            ["session", "spend", "calls", "input", "cached", "output"]),
        ["WatchSection.cs"] = (console => Watch(console, null), [Role, OtherRole, Tag, Rule, "$54.00 of $60.00", "burning $25.00/h",
            "raise its concurrency or look at its dead letters"], ["stops (3)", "whom", "rule", "since", "ends", "close to its limit",
            "used", "at this rate", "of its limit", "principal, today", "spend", "calls"]),
        ["WatchPage.cs"] = (console => Watch(console, new Page.CountersOf(Tag, [Reading(Tag)])), [Tag, "daily-cap", "$54.00 of $60.00"],
            ["rule", "counter", "used", "of its limit", "until"]),
        ["CachingTable.cs"] = (console => Verb(console, "caching", "--logs", "logs"), [.. Names("one"), .. Names("two")],
            ["session", "calls", "input", "cached", "lost", "why"]),
        ["PriceText.cs"] = (console => Verb(console, "prices", "us." + Model, "--prices", "prices"), [Model, "25", "25"],
            ["tokens", "$ per million"]),
        ["PriceListText.cs"] = (console => Verb(console, "prices", "--prices", "prices"), [Model, "25"],
            ["model", "scope", "input", "output", "read", "write 5 min", "write 1 h"]),
        ["PricesCheckVerb.cs"] = (console => Verb(console, "prices", "check", "--logs", "unpriced"), [Model],
            ["no price for", "calls", "counted as"]),
        ["PricesDiffVerb.cs"] = (Writes(PricesDiffVerb.Table(
            new RegionPrices("eu-central-1", [new PriceEntry { Model = Model, Region = "eu-central-1", Input = 5.123456m, Source = "a" }]),
            SampleGuard.Now)), [Model, "5.123456", "none"], ["model", "tokens", "in force", "embedded", "since"]),
        ["BillText.cs"] = (console =>
        {
            BillText.Write(console, BillTextTests.Held, isComplete: true, isDiscounted: true);
            return Task.CompletedTask;
        }, ["anthropic.claude-haiku-4-5-20251001-v1:0", "+$22.00", "USE1-Guardrail-ContentPolicyUnitsConsumed", "$15.00"],
            ["model", "kind", "billed", "metered", "apart", "held against nothing", "why"]),
        ["SimulateIncidentVerb.cs"] = (
            Writes(SimulateIncidentVerb.AloneTable([new RuleAlone(Rule, SampleGuard.Now, new Usd(25_485.78m)), new RuleAlone("b", null,
            new Usd(1))])), [Rule, "$25,485.78", "Mon 2 Mar 10:30:00"], ["rule, alone", "first stop", "spent"]),
        ["LiveOutput.cs"] = (console => Live(console),
            ["https://gateway.of-the-platform-team.internal.example.com:8443/openai/v1 as " + Model],
            ["through", "prompt", "1st wrote", "2nd read", "so"]),
    };

    private static string Model => "anthropic.claude-opus-9-20260101-v1-of-a-name-that-is-longer-than-those-of-today:0";

    public static TheoryData<string, int> All
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var screen in Screens.Keys)
            {
                foreach (var width in (int[])[80, 100, 120, 160, Pipe])
                    data.Add(screen, width);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Names_stay_whole_and_no_column_is_lost(string screen, int width)
    {
        using var writer = new StringWriter();
        await Screens[screen].Write(Run.Console(writer, width));
        var lines = writer.ToString().TrimEnd().Split('\n').Select(line => line.TrimEnd()).ToList();
        // A name that is longer than the screen goes on below.
        var flat = Joined(string.Concat(lines));

        lines.ShouldAllBe(line => line.Length <= width);
        lines.ShouldNotContain(line => line.Contains('…') || line.Contains("..."));
        foreach (var name in Screens[screen].Whole)
        {
            if (name.Length <= width - 4)
                lines.ShouldContain(line => Contains(line, name), $"{name} in\n{writer}");
            else
                flat.ShouldContain(Joined(name));
        }

        foreach (var title in Screens[screen].Titles)
            lines.ShouldContain(line => Contains(line, title), $"{title} in\n{writer}");
    }

    [Fact]
    public void Every_table_is_on_a_screen_here()
    {
        var folder = Path.Combine(Docs.Page.Root, "src", "KillSwitch.Cli");
        var making = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Where(file => File.ReadAllText(file).Contains("new TextTable(", StringComparison.Ordinal)).Select(Path.GetFileName);

        making.ShouldBe(Screens.Keys, ignoreOrder: true);
    }

    // Grey is the background of some dark themes, bright yellow nothing on a light one; both as the live view has them.
    [Fact]
    public void No_colour_is_unreadable_on_a_dark_or_a_light_terminal() =>
        Directory.EnumerateFiles(Path.Combine(Docs.Page.Root, "src", "KillSwitch.Cli"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"[\[""](grey|yellow|white|black|silver)[\]""]"))
            .ShouldBeEmpty();

    // The terminal and its library break a name or a quoted command wherever a line ends.
    [Fact]
    public void Whatever_is_said_in_sentences_is_wrapped_between_words() =>
        Directory.EnumerateFiles(Path.Combine(Docs.Page.Root, "src", "KillSwitch.Cli"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Regex.IsMatch(
                File.ReadAllText(file), @"MarkupLine|(?<![Ii]nput|StandardOutput|error|Console\.Error)\.WriteLine\([^)]"))
            .Select(Path.GetFileName).ShouldBe(["Terminal.cs"]);

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    public async Task A_replay_breaks_no_name_and_no_command(int width)
    {
        var name = Role.Split('/')[^1];
        using var scratch = new Scratch();
        var logs = scratch.Write("logs", CachingVerbTests.Conversation("one", caches: false, role: name)
            + CachingVerbTests.Conversation("two", caches: false)
                .Replace("us.anthropic.claude-opus-4-6-v1", Model, StringComparison.Ordinal));
        var policy = scratch.Write("policy.yaml", $$"""
            version: 1
            mode: enforce
            maxStops: { count: 1, every: day }
            rules:
              - id: {{Rule}}
                per: principal
                limit: { usd: 0.5 }
                every: day
                stop: principal
            """);
        var run = await Run.At(width, "replay", "--policy", policy, "--logs", logs);

        run.ExitCode.ShouldBe(0, run.Error);
        var lines = run.Output.Split('\n');
        lines.ShouldAllBe(line => line.Length <= width);
        lines.ShouldContain(line => line.Contains("`killswitch prices MODEL --anyway`", StringComparison.Ordinal), run.Output);
        lines.ShouldContain(line => line.Contains(name, StringComparison.Ordinal), run.Output);
        run.Output.ShouldContain("waits for approval");
        run.Output.ShouldNotContain("stopped waits");
    }

    private static string Joined(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    private static bool Contains(string line, string text) => line.Contains(text, StringComparison.Ordinal);

    private static IEnumerable<string> Names(string which) => [$"role/{Role[5..].Split('/')[^1]}/{new string('d', 60)}-{which}"];

    private static Func<IAnsiConsole, Task> Writes(TextTable table) => console => Table(console, table);

    private static Task Table(IAnsiConsole console, TextTable table)
    {
        console.WriteTable(table);
        return Task.CompletedTask;
    }

    private static Task Live(IAnsiConsole console)
    {
        LiveOutput.WriteText(console, [new ProbedLayer(Screens["LiveOutput.cs"].Whole[0], false, 1024, new ProbeUsage(20_000, 0, 20_000),
            new ProbeUsage(20_000, null, null))], new ProbeFinding(false, null, "It is lost.", "the gateway"));
        return Task.CompletedTask;
    }

    private static Task Watch(IAnsiConsole console, Page? page)
    {
        var snapshot = SampleGuard.Snapshot(problems: "the meter lags: raise its concurrency or look at its dead letters");
        snapshot = snapshot with
        {
            Status = snapshot.Status with { Stops = [OfRule(Role), OfRule(OtherRole), ByHand()] },
            Closest = [Projection.Of(Reading(Role), 30, SampleGuard.Now), Projection.Of(Reading(Tag), 30, SampleGuard.Now)],
        };
        console.WriteLines(new WatchFrame(SampleGuard.View(snapshot) with { Page = page }, SampleGuard.Now, console.Profile.Width,
            WatchFrame.Unbounded, Glyphs.Unicode).Lines());
        return Task.CompletedTask;
    }

    private static async Task Verb(IAnsiConsole console, params string[] args)
    {
        using var scratch = new Scratch();
        var role = Role.Split('/')[^1];
        scratch.Write("logs", CachingVerbTests.Conversation(new string('d', 60) + "-one", caches: false, role: role)
            + CachingVerbTests.Conversation(new string('d', 60) + "-two", caches: true, role: role));
        scratch.Write("prices", $"version: 1\nprices:\n- {{ model: \"{Model}\", input: 5, output: 25 }}\n");
        scratch.Write("unpriced", CachingVerbTests.Conversation("d", caches: false)
            .Replace("us.anthropic.claude-opus-4-6-v1", Model, StringComparison.Ordinal));
        var run = await Run.At(console.Profile.Width, [.. args.Select((arg, i) =>
            i == args.Length - 1 ? scratch[arg] : arg)]);
        run.Error.ShouldBe("");
        await console.Profile.Out.Writer.WriteAsync(run.Output);
    }

    private static TextTable Usage(params string[] names)
    {
        var hours = Enumerable.Range(0, 3).Select(hour => new UsageHour(new Window(hour * 3600, (hour + 1) * 3600),
            [.. names.Select(name => ($"account=1|principal={name}",
                new Usage(12_345, new TokenUsage(InputTokens: 1_000_000_000, OutputTokens: 20_000_000), new Usd(100))))])).ToList();
        var report = UsageReport.Of(new Window(0, 3 * 3600), hours, UsageBy.Principal, []);
        return UsageTable.Of("session", report, report.Rows, Glyphs.Unicode);
    }

    private static CounterReading Reading(string subject) => SampleGuard.Reading(0, subject, 54);

    private static Stop OfRule(string principal)
    {
        var window = new Window(SampleGuard.Now.ToUnixTimeSeconds() - 3600, SampleGuard.Now.ToUnixTimeSeconds() + 3600);
        var evidence = new Evidence(principal, Unit.Usd, 500, 487.90m, default, 0, 0, TimeSpan.Zero, window, SampleGuard.Now);
        return ByHand() with
        {
            Id = principal == Role ? "stop-abcdefghjk" : "stop-zyxwvutsrq",
            Target = new StopTarget.Principal("1", principal, $"arn:aws:iam::1:{principal}"),
            Cause = new StopCause.ByRule(new TripKey(Rule, $"account=1|principal={principal}", window, IsRolling: false), evidence),
            ReleaseAt = SampleGuard.Now.AddHours(1),
        };
    }

    private static Stop ByHand() => Stop.ByHand(
        new StopTarget.Principal("1", "role/b", "arn:aws:iam::1:role/b"), "arn:aws:iam::1:user/admin",
        "loops", SampleGuard.Now.AddHours(-1));
}

using System.CommandLine;
using System.CommandLine.Parsing;
using KillSwitch.Cli.Caching;
using KillSwitch.Cli.Caching.Live;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Verbs;

/// <summary>
/// <c>caching</c>: per session how much of its input the cache served, what broken caching cost and what to look at; or a probe of a
/// gateway.
/// </summary>
internal static class CachingVerb
{
    private const decimal DefaultTarget = 0.9m;

    public static Command Create(Terminal terminal)
    {
        var logs = new Option<string[]>("--logs")
        {
            Description = LogInput.Description + " [default: what the guard counted]",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "PATH",
        };
        var profiles = InferenceProfiles.Option();
        var prices = OwnPrices.Option();
        var principal = new Option<string?>("--principal") { Description = "Only principals that match: role/agent-*.", HelpName = "GLOB" };
        var session = new Option<string?>("--session") { Description = "Only role sessions that match: droid-*.", HelpName = "GLOB" };
        var since = new Option<SinceMoment?>("--since")
        {
            Description = "From when: 90m, 24h, 7d, a date or a time, UTC. Of logs a length of time counts back from the last record.",
            HelpName = "TIME",
            CustomParser = Since,
        };
        var window = PeriodOptions.WindowOption("The guard's current hour, day, week or month.");
        var target = ShareOption.Create(
            "--target", "The share of input that a working cache serves, where only sums of hours are known. [default: 0.9]");
        var failBelow = ShareOption.Create("--fail-below", "Exit with 1 when less of the input than this came from the cache.");
        var top = new Option<int?>("--top") { Description = "Sessions to show; JSON shows all. [default: 20]", HelpName = "NUMBER" };
        var live = new LiveOptions();
        var account = new AccountOptions();
        var command = new Command("caching", """
            Show how much of each session's input came from the prompt cache, what broken caching cost, and what to look at. With --live, send two long prompts through a gateway and say at which layer the cache is lost.

            Examples:
              killswitch caching
              killswitch caching --window week --principal 'role/agent-*'
              killswitch caching --logs events.json --fail-below 0.3
              killswitch caching --live http://127.0.0.1:4000 --model claude --live bedrock --model us.anthropic.claude-opus-4-6-v1
            """) { logs, profiles, prices, principal, session, since, window, target, failBelow, top };
        live.AddTo(command);
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (live.IsGiven(parsed))
                return await live.RunAsync(parsed, account, prices, terminal, cancellation);
            var filter = new SessionFilter(
                Pattern(parsed.GetValue(principal)) is { } glob ? PrincipalPattern.Of(glob) : null, Pattern(parsed.GetValue(session)));
            var report = parsed.GetValue(logs) is { Length: > 0 } paths
                ? await LoggedAsync(paths, filter)
                : await CountedAsync(filter);
            // Whoever did not call the guard today may do so tomorrow; of recorded logs nothing else will come.
            if (report.Fault is { } fault && parsed.GetValue(logs) is { Length: > 0 } && parsed.GetValue(failBelow) is not null)
                throw new BadInputException($"{fault}; `--fail-below` has nothing to judge by");
            if (report.Fault is { } sentence)
                terminal.Warn("killswitch: " + sentence);
            if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
                JsonOutput.Write(terminal, json => CachingJson.Write(json, report));
            else
                CachingText.Write(terminal.Out, report, Whole(parsed.GetValue(top) ?? 20));
            return report.CacheHitRatio < parsed.GetValue(failBelow) ? ExitCode.Refused : ExitCode.Done;

            Task<CachingReport> LoggedAsync(string[] paths, SessionFilter filter)
            {
                Refuse(parsed, window, "is for what a guard counted; `--since` cuts recorded logs");
                Refuse(parsed, target, "is for what a guard counted; recorded calls are judged one by one");
                return LoggedCaching.ReadAsync(
                    paths, InferenceProfiles.Map(parsed.GetValue(profiles), terminal),
                    OwnPrices.Book(parsed.GetValue(prices), new Policy(), terminal), parsed.GetValue(since), filter, terminal,
                    cancellation);
            }

            async Task<CachingReport> CountedAsync(SessionFilter filter)
            {
                Refuse(parsed, profiles, "is for recorded logs; give `--logs`");
                Refuse(parsed, prices, "is for recorded logs; the guard has counted at its own prices");
                if (parsed.GetValue(since) is not null)
                    Refuse(parsed, window, "and `--since` both say from when; give one");
                using var guard = await account.ConnectAsync(parsed, cancellation);
                return await CountedCaching.ReadAsync(guard, From, parsed.GetValue(target) ?? DefaultTarget, filter, cancellation);
            }

            DateTimeOffset From(WindowCalendar calendar) => parsed.GetValue(since) is { } moment
                ? moment.Before(GuardSession.Now)
                : calendar.Containing(parsed.GetValue(window) ?? WindowUnit.Day, GuardSession.Now.ToUnixTimeSeconds()).From;
        });
        return command;
    }

    private static void Refuse(ParseResult parsed, Option option, string why)
    {
        if (parsed.GetResult(option) is { Implicit: false })
            throw new BadInputException($"`{option.Name}` {why}");
    }

    private static Glob? Pattern(string? text) => text is null ? null : new Glob(text);

    private static int Whole(int count) =>
        count > 0 ? count : throw new BadInputException($"`{count}` is no number of sessions; allowed: a whole number from 1");

    private static SinceMoment? Since(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (SinceMoment.Parse(text) is { } since)
            return since;
        result.AddError($"`{text}` is no time; allowed: {SinceMoment.Allowed}");
        return null;
    }
}

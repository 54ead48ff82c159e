using System.CommandLine;
using System.CommandLine.Parsing;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Cli.Watching;
using KillSwitch.Core.Windows;
using Spectre.Console;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>watch</c>: a deployed guard, live.</summary>
internal static class WatchVerb
{
    private static readonly TimeSpan DefaultEvery = TimeSpan.FromSeconds(5);

    public static Command Create(Terminal terminal)
    {
        var every = new Option<TimeSpan?>("--every")
        {
            Description = "How often it is read, 1s to 1h. [default: 5s]",
            HelpName = "DURATION",
            CustomParser = Every,
        };
        var by = new Option<string?>("--by")
        {
            Description = "What the top list is told apart by. [default: principal]",
        }.Among("principal", "session", "model");
        var window = PeriodOptions.WindowOption("The window of the top list.");
        var once = new Option<bool>("--once") { Description = "One frame as text, or one line of JSON, and no more." };
        var account = new AccountOptions();
        var command = new Command("watch", """
            Watch a deployed guard live: what is spent, how fast and by whom, what is close to its limit and when it would be stopped, what is stopped, and whether the guard is well. Where stdout is no terminal it prints one frame; with --output json one object a line at every refresh.

            Examples:
              killswitch watch
              killswitch watch --by model --window hour --every 10s
              killswitch watch --once
              killswitch watch --output json --every 1m
            """) { every, by, window, once };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            var view = new WatchView
            {
                Every = parsed.GetValue(every) ?? DefaultEvery,
                By = UsageBy.Parse(parsed.GetValue(by) ?? "principal")!,
                Unit = parsed.GetValue(window) ?? WindowUnit.Day,
            };
            var reader = new SnapshotReader(session, TimeProvider.System);
            var isOnce = parsed.GetValue(once);
            if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
            {
                await StreamAsync(
                    reader, view, isOnce, terminal, snapshot => PrintLine(snapshot, terminal), cancellation);
            }
            else if (terminal.IsScreen && !isOnce)
            {
                await LiveAsync(session, reader, view, terminal, cancellation);
            }
            else
            {
                // A terminal that cannot be drawn on gets a frame at every refresh, a pipe one alone.
                await StreamAsync(reader, view, isOnce || !terminal.IsTerminal, terminal, snapshot =>
                    Print(view with { Snapshot = snapshot }, terminal), cancellation);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task LiveAsync(
        GuardSession session, SnapshotReader reader, WatchView view, Terminal terminal, CancellationToken cancellation)
    {
        WatchView last;
        using (var screen = new LiveScreen(terminal.StandardOutput, terminal.Out.Profile.Capabilities.ColorSystem != ColorSystem.NoColors,
            terminal.Interruption))
        {
            last = await new LiveWatch(reader, ExplainAsync, screen, LineWriter.GlyphsOf(terminal.Out), TimeProvider.System)
                .RunAsync(view, cancellation);
        }

        cancellation.ThrowIfCancellationRequested();
        // What was on the other screen has gone; a command that was asked for is still wanted.
        if (last.Note is { } note && note.StartsWith("killswitch ", StringComparison.Ordinal))
            terminal.Out.WriteLines([Line.Of(note)]);

        async Task<StopExplanation?> ExplainAsync(string id, CancellationToken token) =>
            await session.Guard.Stops.FindAsync(id, token) is { } stop
            ? await StopExplanation.ReadAsync(session, stop, await session.PolicyAsync(token), token)
            : null;
    }

    private static async Task StreamAsync(
        SnapshotReader reader, WatchView view, bool isOnce, Terminal terminal, Action<Snapshot> write, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                write(await reader.ReadAsync(view.By, view.Unit, cancellation));
                if (isOnce)
                    return;
            }
            catch (Exception error) when (!isOnce && !cancellation.IsCancellationRequested && AwsRefusal.Sentence(error) is not null)
            {
                terminal.Warn($"killswitch: {AwsRefusal.Sentence(error)}; trying again in {Brief.Span(view.Every)}");
            }
            await Task.Delay(view.Every, cancellation);
        }
    }

    private static void PrintLine(Snapshot snapshot, Terminal terminal)
    {
        terminal.StandardOutput.WriteLine(SnapshotJson.Line(snapshot));
        terminal.StandardOutput.Flush();
    }

    private static void Print(WatchView view, Terminal terminal)
    {
        terminal.Out.WriteLines(
            new WatchFrame(view, view.Snapshot!.At, terminal.Out.Profile.Width, WatchFrame.Unbounded, LineWriter.GlyphsOf(terminal.Out))
            .Lines());
        terminal.Out.WriteLine();
    }

    private static TimeSpan? Every(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DelayOption.TryParse(text, out var every) && every >= TimeSpan.FromSeconds(1) && every <= TimeSpan.FromHours(1))
            return every;
        result.AddError($"`{text}` is no time between two refreshes; allowed: 1s to 1h");
        return null;
    }
}

using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;
using Spectre.Console;

namespace KillSwitch.Cli.Tests.Inputs;

public class ArchiveInputTests
{
    private static readonly DateTimeOffset From = new(2026, 4, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_page_is_read_and_what_is_damaged_is_counted()
    {
        var read = new List<Invocation>();
        var result =
            await ArchiveInput.ReadAsync(new Pages(3), routes: null, From, From.AddDays(7), read.Add, Quiet(new StringWriter()), default);

        result.ShouldBe((6, 3));
        read.Select(record => record.Timestamp).ShouldBe([.. Enumerable.Range(0, 6).Select(n => From.AddHours(n))]);
    }

    [Fact]
    public async Task Where_nobody_watches_a_bar_a_line_now_and_then_says_how_far_it_is()
    {
        using var error = new StringWriter();
        await ArchiveInput.ReadAsync(new Pages(120), routes: null, From, From.AddDays(7), _ => { }, Quiet(error), default);

        error.ToString().ReplaceLineEndings("\n")
            .ShouldBe(
            "killswitch: 100 records so far, up to 2026-04-24 03:00 UTC\nkillswitch: 200 records so far, up to 2026-04-28 07:00 UTC\n");
    }

    private static Terminal Quiet(TextWriter error)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(error),
        });
        return new Terminal(console, console, TextWriter.Null, error, () => Stream.Null);
    }

    /// <summary>Pages of two records an hour apart, and one that cannot be read.</summary>
    private sealed class Pages(int count) : IInvocationArchive
    {
        public string Region => "us-east-1";

        public ValueTask<bool> IsLoggingAsync(CancellationToken cancellation) => ValueTask.FromResult(true);

        public async IAsyncEnumerable<ArchivePage> ReadAsync(DateTimeOffset from, DateTimeOffset until,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            for (var page = 0; page < count; page++)
            {
                await Task.Yield();
                yield return new ArchivePage([Record(from, 2 * page), Record(from, (2 * page) + 1)], Damaged: 1);
            }
        }

        private static Invocation Record(DateTimeOffset from, int hours) => new()
        {
            Id = new RecordId("111122223333", "us-east-1", new Guid(hours, 0, 0, new byte[8])),
            Timestamp = from.AddHours(hours),
            Caller = Caller.Parse("arn:aws:sts::111122223333:assumed-role/agent/s1"),
            Model = ModelId.Parse("amazon.nova-pro-v1:0"),
            Operation = "Converse",
            Tokens = new TokenUsage(1, 1),
            HasTokenCounts = true,
        };
    }
}

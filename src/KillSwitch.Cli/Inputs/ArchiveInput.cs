using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Progress;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Routes;

namespace KillSwitch.Cli.Inputs;

/// <summary>Reads an account's own records, page by page, and says how far it is.</summary>
internal static class ArchiveInput
{
    // Where nobody watches a bar, a line now and then shows that it lives.
    private const int PagesALine = 50;

    /// <param name="archive">Where.</param>
    /// <param name="routes">The models behind names that hide them; null where such names stay as they are.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="take">Takes each record, in pages as they come.</param>
    /// <param name="terminal">Where progress is told.</param>
    /// <returns>How many were read, and how many could not be.</returns>
    public static async ValueTask<(long Records, long Damaged)> ReadAsync(
        IInvocationArchive archive, RouteBook? routes, DateTimeOffset from, DateTimeOffset until, Action<Invocation> take,
        Terminal terminal, CancellationToken cancellation)
    {
        var (records, damaged, pages, newest) = (0L, 0L, 0, from);
        var now = TimeProvider.System.GetUtcNow();
        var isWatched = terminal.Error.Profile.Capabilities.Interactive;
        return await LiveBar.RunAsync(terminal, "reading the log group", (long)(until - from).TotalSeconds, async progress =>
        {
            await foreach (var page in archive.ReadAsync(from, until, cancellation))
            {
                Invocation[] dated = [.. page.Records.Where(record => !ClockSkew.IsAhead(record.Timestamp, now))];
                IReadOnlyCollection<Invocation> some = routes is null ? dated : await routes.ResolveAsync(dated, cancellation);
                foreach (var record in some)
                {
                    take(record);
                    newest = record.Timestamp > newest ? record.Timestamp : newest;
                }

                (records, damaged) = (records + some.Count, damaged + page.Damaged + page.Records.Count - dated.Length);
                progress?.Report((long)(newest - from).TotalSeconds);
                if (!isWatched && ++pages % PagesALine == 0)
                {
                    terminal.Warn($"killswitch: {Counted.Of(records, "record")} so far, up to {TimeText.Minute(newest)} UTC");
                }
            }

            return (records, damaged);
        });
    }
}

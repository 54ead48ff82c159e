using System.CommandLine;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Adoption;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Cli.Verbs;

/// <summary>What <c>init --from-account</c> writes.</summary>
internal static class AccountProposal
{
    /// <summary>The policy file. An account in which nothing was called is an error: there is nothing to propose from.</summary>
    /// <param name="options">Which account, and which span.</param>
    /// <param name="policy">A file whose prices and discounts hold; null for list prices.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Takes warnings.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<string> WriteAsync(
        HistoryOptions options, string? policy, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (prices, sections) = Prices(policy, terminal);
        using var history = await options.OpenAsync(parsed, terminal, cancellation);
        var now = GuardSession.Now;
        var from = now - options.Since(parsed);
        var calls = new SeenCalls(prices);
        var read = await history.RecordsAsync(options.LogGroup(parsed), from, now, calls.Add, terminal, cancellation);
        var damaged = read.Sum(one => one.Damaged);
        if (damaged > 0)
        {
            terminal.Warn($"killswitch: {Counted.Of(damaged, "record")} could not be read and "
                + $"{(damaged == 1 ? "counts" : "count")} nothing here");
        }

        string[] unread = [.. read.Select(one => one.Obstacle?.Reason).OfType<string>()];
        string[] groups = [.. read.Select(one => one.Group?.LogGroupName).OfType<string>()];
        var noLog = calls.Records > 0 ? null : string.Join(
            "; ", [.. groups.Select(group => $"no call is in the log group `{group}`"), .. unread]);

        // Since the full hour: an hour of metrics is counted whole or not at all.
        var hour = new DateTimeOffset(from.UtcDateTime.Date.AddHours(from.UtcDateTime.Hour), TimeSpan.Zero);
        var metrics = await history.MetricsAsync(hour, now, terminal, cancellation);
        var seen = new Observation(history.Names, from, now, calls.Records > 0 ? groups : [], noLog, calls, metrics, prices)
        {
            PriceSections = sections,
            Unread = noLog is null ? unread : [],
        };
        if (seen.IsEmpty)
        {
            throw new BadInputException(
                $"nothing was called on Bedrock in {history.Names} since {TimeText.Minute(from)} UTC, as far as its metrics and its log "
                    + $"tell ({noLog}): "
                + "`--region` says where to look, `--since` how far back, and `killswitch init` alone writes a policy without looking");
        }

        if (noLog is not null)
            terminal.Warn($"killswitch: {noLog}: limits on principals and sessions are the template's, not yours");
        foreach (var reason in seen.Unread)
            terminal.Warn($"killswitch: {reason}: what was called there is in no limit on principals and sessions");
        if (seen.Runaways.Count > 0)
            terminal.Warn("killswitch: an incident lies in this span, and no limit is made to fit it; left out:");
        foreach (var runaway in seen.Runaways)
            terminal.Warn($"  {runaway}");
        return ProposedPolicy.Write(seen);
    }

    private static (PriceBook Book, string Sections) Prices(string? path, Terminal terminal)
    {
        if (path is null)
            return (new PriceBook(), "");
        var text = InputFile.Read(path, terminal);
        var policy = InputFile.Policy(path, text);
        var sections = WrittenSections.Of(text, "prices", "discounts");
        return policy.Prices.Count + policy.Discounts.Count > 0 && sections.Length == 0
            ? throw new BadInputException(
                $"`prices` and `discounts` of `{path}` do not stand on lines of their own; write each key on a line")
            : (PolicyPrices.Book(policy), sections);
    }
}

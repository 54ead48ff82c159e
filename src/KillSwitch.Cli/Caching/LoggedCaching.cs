using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Caching;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.InferenceProfiles;

namespace KillSwitch.Cli.Caching;

/// <summary>The report of recorded logs, call by call.</summary>
internal static class LoggedCaching
{
    /// <param name="since">Counted back from the last record, where it is a length of time.</param>
    public static async Task<CachingReport> ReadAsync(
        string[] paths, InferenceProfileMap profiles, PriceBook book, SinceMoment? since, SessionFilter filter, Terminal terminal,
        CancellationToken cancellation)
    {
        var (records, skipped) = await LogInput.ReadAsync(paths, profiles, terminal, cancellation);
        if (since is not null && records.Count > 0)
        {
            var from = since.Before(records.Max(record => record.Timestamp));
            records.RemoveAll(record => record.Timestamp < from);
        }

        var all = CallByCall.Of(records, book).ToList();
        var sessions = filter.Of(all);
        var times = sessions.SelectMany(session => session.Calls).Select(call => call.At).ToList();
        return CachingReport.Of(
            sessions, times.Count == 0 ? null : times.Min(), times.Count == 0 ? null : times.Max()) with
        { Skipped = skipped, Fault = filter.Fault(all) };
    }
}

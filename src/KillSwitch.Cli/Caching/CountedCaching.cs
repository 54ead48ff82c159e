using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Session;
using KillSwitch.Core.Caching;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.PriceLists;

namespace KillSwitch.Cli.Caching;

/// <summary>The report of what a guard counted, hour by hour.</summary>
internal static class CountedCaching
{
    /// <param name="session">A person at the guard.</param>
    /// <param name="from">From the hour that holds this.</param>
    public static async Task<CachingReport> ReadAsync(GuardSession session, Func<WindowCalendar, DateTimeOffset> from, decimal target,
        SessionFilter filter, CancellationToken cancellation)
    {
        var policy = await session.PolicyAsync(cancellation);
        var calendar = WindowCalendar.Of(policy.TimeZone);
        var now = GuardSession.Now;
        List<Window> hours = [.. calendar.Hours(from(calendar).ToUnixTimeSeconds(), now.ToUnixTimeSeconds() + 1)];
        if (hours.Count == 0)
            throw new BadInputException($"`--since` is in the future; now is {TimeText.Iso(now)}");

        var account = session.Guard.Place.Account;
        var sessions = await ListAsync(
            session, hours, ScopeText.Shape(account, [Dimension.Account, Dimension.Principal, Dimension.Session], ""), cancellation);
        var models = await ListAsync(
            session, hours, ScopeText.Shape(account, [Dimension.Account, Dimension.Region, Dimension.Model], ""), cancellation);
        var byHour = models.GroupBy(one => one.Hour).ToDictionary(
            same => same.Key, same =>
                (IReadOnlyList<(string, Usage)>)[.. same.Select(one => (ScopeText.Value(one.Scope, Dimension.Model)!, one.Usage))]);
        var book = await ListedBook.ReadAsync(session.Guard.Prices, policy, cancellation);
        var judged = new HourByHour(book, target).Of(sessions, byHour).ToList();
        return CachingReport.Of(filter.Of(judged), hours[0].From, now) with { Target = target, Fault = filter.Fault(judged) };
    }

    private static async Task<IReadOnlyList<(Window Hour, string Scope, Usage Usage)>> ListAsync(
        GuardSession session, IReadOnlyList<Window> hours, string shape, CancellationToken cancellation) =>
        [.. (await session.Guard.Ledger.ListAsync(hours, shape, cancellation)).OrderBy(one => one.Counter.Bucket.Start)
            .Select(one => (one.Counter.Bucket, one.Counter.Scope, one.Usage))];
}

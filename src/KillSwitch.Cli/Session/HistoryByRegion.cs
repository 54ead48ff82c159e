using System.Runtime.ExceptionServices;
using KillSwitch.Aws;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Session;

/// <summary>
/// An account's own past in every region that is looked at: the one that was asked for, and those where the guard of that region has
/// sensors. One that cannot be read keeps no other from being read, and is said; where none can, it is an error.
/// </summary>
internal sealed class HistoryByRegion(IReadOnlyList<AccountHistory> regions) : IDisposable
{
    /// <summary>What was asked for comes first.</summary>
    public AccountHistory First => regions[0];

    public bool AreSeveral => regions.Count > 1;

    /// <summary><c>us-east-1</c>, <c>us-east-1 and us-west-2</c></summary>
    public string Names => string.Join(" and ", regions.Select(one => one.Region));

    /// <summary>The records of each region, page by page.</summary>
    /// <param name="logGroup">That the person names; null for those that are written to.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="take">Takes each record.</param>
    /// <param name="terminal">Takes warnings and progress.</param>
    public async Task<IReadOnlyList<RegionRecords>> RecordsAsync(
        string? logGroup, DateTimeOffset from, DateTimeOffset until, Action<Invocation> take, Terminal terminal,
        CancellationToken cancellation)
    {
        var (read, errors) = (new List<RegionRecords>(), new List<Exception>());
        foreach (var history in regions)
        {
            try
            {
                read.Add(await RecordsAsync(history, logGroup, from, until, take, terminal, cancellation));
            }
            catch (Exception error) when (AwsProblem.Of(error) is not null)
            {
                errors.Add(error);
                read.Add(new RegionRecords(history.Region)
                {
                    Obstacle = new LogSource.Unreadable(
                        $"the invocation log of {history.Region} could not be read as a whole: {AwsProblem.ClauseOf(error)}",
                        "ask whoever looks after the account there"),
                });
            }
        }

        if (errors.Count == regions.Count)
            ExceptionDispatchInfo.Throw(errors[0]);
        return read;
    }

    /// <summary>What CloudWatch counted by the hour, in all regions together.</summary>
    public async Task<MetricReading> MetricsAsync(
        DateTimeOffset from, DateTimeOffset until, Terminal terminal, CancellationToken cancellation)
    {
        var (readings, errors) = (new List<MetricReading>(), new List<Exception>());
        foreach (var history in regions)
        {
            try
            {
                readings.Add(await history.MetricsAsync(from, until, cancellation));
            }
            catch (Exception error) when (AreSeveral && AwsProblem.Of(error) is not null)
            {
                errors.Add(error);
                terminal.Warn($"killswitch: CloudWatch's metrics of {history.Region} could not be read: {AwsProblem.ClauseOf(error)}");
            }
        }

        if (errors.Count == regions.Count)
            ExceptionDispatchInfo.Throw(errors[0]);
        return new MetricReading(
            Names, from, until, [.. readings.SelectMany(one => one.Minutes)], readings.Sum(one => one.MetricsRequested));
    }

    public void Dispose()
    {
        foreach (var history in regions)
            history.Dispose();
    }

    private static async Task<RegionRecords> RecordsAsync(
        AccountHistory history, string? logGroup, DateTimeOffset from, DateTimeOffset until, Action<Invocation> take, Terminal terminal,
        CancellationToken cancellation)
    {
        switch (await history.SourceAsync(logGroup, cancellation))
        {
            case LogSource.Readable source:
                if (source.Shortfall(from, until) is { } shortfall)
                    terminal.Warn("killswitch: " + shortfall);
                var (records, damaged) =
                    await ArchiveInput.ReadAsync(history.Archive(source), history.Routes, from, until, take, terminal, cancellation);
                return new RegionRecords(history.Region) { Group = source.Group, Records = records, Damaged = damaged };
            case LogSource.Unreadable obstacle:
                return new RegionRecords(history.Region) { Obstacle = obstacle };
            case var other:
                throw new InvalidOperationException($"`{other}` is no source");
        }
    }
}

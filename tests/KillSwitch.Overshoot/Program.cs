using System.Globalization;
using KillSwitch.Core.Evaluation;
using KillSwitch.Overshoot;
using KillSwitch.Overshoot.Innocents;
using KillSwitch.Overshoot.Results;
using KillSwitch.Overshoot.Watchers;
using KillSwitch.Overshoot.Workloads;

// killswitch-overshoot SEEDS RESULTS-DIRECTORY [COMMITTED-RESULT]
if (args.Length is < 2 or > 3 || !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) || seeds < 1)
{
    await Console.Error.WriteLineAsync("usage: SEEDS DIRECTORY [COMMITTED], with at least one seed");
    return 2;
}

var innocents = new List<InnocentSummary>();
var near = new List<(int Callers, int Stopped, decimal EndsAt)>();
foreach (var innocent in AllInnocents.All)
{
    var some = innocent.SeedsOf(seeds);
    innocents.Add(await InnocentStudy.RunAsync(innocent, some, GuardTiming.Guessed));
    if (!innocent.IsFleet)
        near.AddRange(await InnocentStudy.EachAsync(innocent, InnocentStudy.NearTheLimit, some, GuardTiming.Guessed));
    await Console.Error.WriteLineAsync($"{innocent.Name}: {some} seeds");
}

var summaries = new List<Summary>();
foreach (var workload in AllWorkloads.All)
{
    var some = workload.SeedsOf(seeds);
    summaries.AddRange(await Study.RunAsync(workload, Watchmen.All, some));
    await Console.Error.WriteLineAsync($"{workload.Name}: {some} seeds");
}

// The same burst under other limits: how long a limit must last to be held this closely.
var bursts = new List<Summary>();
foreach (var limit in AllWorkloads.BurstLimits)
    bursts.AddRange(await Study.RunAsync(AllWorkloads.Burst(limit), [WatchedBy.Predictive], Math.Max(1, seeds / 2)));

var trade = new List<TradePoint>();
foreach (var share in Trade.Shares)
    trade.Add(await Trade.RunAsync(share, Math.Max(1, seeds / 4)));

Directory.CreateDirectory(args[1]);
ResultFile.Write(Path.Combine(args[1], "overshoot.json"), seeds, summaries, innocents);
await File.WriteAllTextAsync(Path.Combine(args[1], "overshoot.svg"), Chart.Svg(summaries));
await File.WriteAllTextAsync(Path.Combine(args[1], "brake-trade.svg"), TradeChart.Svg(trade));
await Console.Out.WriteLineAsync(StageTable.Markdown());
await Console.Out.WriteLineAsync(MarkdownTable.Of(summaries));
await Console.Out.WriteLineAsync(MarkdownTable.OfLimits(bursts));
await Console.Out.WriteLineAsync(InnocentTable.Of(innocents));
await Console.Out.WriteLineAsync(InnocentTable.NearTheLimit(near));
await Console.Out.WriteLineAsync(InnocentTable.OfTrade(trade));
if (args.Length < 3)
    return 0;
List<string> worse = [.. ResultFile.Stopped(innocents), .. ResultFile.Worse(args[2], seeds, summaries)];
foreach (var sentence in worse)
    await Console.Error.WriteLineAsync(sentence);
return worse.Count == 0 ? 0 : 1;

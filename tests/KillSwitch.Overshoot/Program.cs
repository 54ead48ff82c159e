using System.Globalization;
using KillSwitch.Overshoot;
using KillSwitch.Overshoot.Results;
using KillSwitch.Overshoot.Watchers;
using KillSwitch.Overshoot.Workloads;

// killswitch-overshoot SEEDS RESULTS-DIRECTORY [COMMITTED-RESULT]
if (args.Length is < 2 or > 3 || !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) || seeds < 1)
{
    await Console.Error.WriteLineAsync("usage: SEEDS DIRECTORY [COMMITTED], with at least one seed");
    return 2;
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

Directory.CreateDirectory(args[1]);
ResultFile.Write(Path.Combine(args[1], "overshoot.json"), seeds, summaries);
await File.WriteAllTextAsync(Path.Combine(args[1], "overshoot.svg"), Chart.Svg(summaries));
await Console.Out.WriteLineAsync(StageTable.Markdown());
await Console.Out.WriteLineAsync(MarkdownTable.Of(summaries));
await Console.Out.WriteLineAsync(MarkdownTable.OfLimits(bursts));
if (args.Length < 3)
    return 0;
var worse = ResultFile.Worse(args[2], seeds, summaries);
foreach (var sentence in worse)
    await Console.Error.WriteLineAsync(sentence);
return worse.Count == 0 ? 0 : 1;

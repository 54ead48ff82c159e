using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using KillSwitch.Contention;
using KillSwitch.Engine.PolicyFile;

// killswitch-contention POLICY RESULT [SECONDS [RATE...]]
if (args.Length < 2)
{
    await Console.Error.WriteLineAsync("usage: POLICY RESULT [SECONDS [RATE...]], each rate in deliveries a second");
    return 2;
}

var policy = PolicyFileReader.Read(Endless.Limits(await File.ReadAllTextAsync(args[0]))).Policy
    ?? throw new InvalidDataException(args[0] + " is no policy");
var span = TimeSpan.FromSeconds(args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 30);
int[] rates = args.Length > 3 ? [.. args[3..].Select(rate => int.Parse(rate, CultureInfo.InvariantCulture))] : [1, 20, 50, 100, 200];
var curves = new Dictionary<string, IReadOnlyList<Outcome>>
{
    ["one shard of each counter"] = Run(Ledgers.OneShard),
    ["shards where writers meet"] = Run(Ledgers.AsTheyAre),
};
var payloads = RunPayloads();
var backfills = RunBackfills();
using var stream = File.Create(args[1]);
// Of a short run nothing is late.
JsonSerializer.Serialize(
    stream, new { curves, payloads, backfills },
    new JsonSerializerOptions { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals });
return curves.Values.All(outcomes => outcomes.All(one => one.IsCountedOnce)) && payloads.All(one => one.IsCountedOnce)
    && backfills.All(one => one.IsCountedOnce) ? 0 : 1;

List<Outcome> Run(Ledgers ledgers)
{
    Console.WriteLine("| deliveries a second | records a second | given up | p50 | p99 | p99 after ten seconds "
        + "| refused transactions a delivery | write units a record | items read a record | processes | each counted once |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
    var outcomes = new List<Outcome>();
    foreach (var rate in rates)
    {
        var one = Study.Run(new Load(rate), policy, span, seed: 1, ledgers);
        outcomes.Add(one);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {rate} | {rate * Load.Records} | {one.Lost:0.0%} | {one.P50:0.00} s | {one.P99:0.00} s | {one.P99Later:0.00} s "
                + $"| {one.Refused:0.0} | {one.WriteUnits:0.0} | {one.ItemsRead:0.0} | {one.Processes} | {(one.IsCountedOnce ? "yes" : "no")} |"));
    }

    Console.WriteLine();
    return outcomes;
}

List<PayloadOutcome> RunPayloads()
{
    Console.WriteLine("| one payload: records | sessions | deliveries a second beside it | ledger | invocations | to the judgment "
        + "| transactions | batch reads | each counted once |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
    var outcomes = new List<PayloadOutcome>();
    foreach (var (payload, beside) in new (Payload, Load?)[]
    {
        (new(1_000, 1_000), null), (new(10_000, 40), null), (new(10_000, 1_000), null), (new(10_000, 10_000), null),
        (new(10_000, 40), new Load(50)), (new(10_000, 1_000), new Load(50)),
    })
    {
        foreach (var ledgers in new[] { Ledgers.OneTransactionAtATime, Ledgers.AsTheyAre })
        {
            var one = Study.Run(payload, beside, policy, seed: 1, ledgers);
            outcomes.Add(one);
            var how = ledgers == Ledgers.AsTheyAre ? "side by side" : "in turn";
            var tries = one.Tries?.ToString(CultureInfo.InvariantCulture) ?? "given up";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {one.Records:N0} | {one.Sessions:N0} | {beside?.Rate ?? 0} | {how} | {tries} "
                    + $"| {one.Seconds:0.0} s | {one.Transactions:N0} | {one.BatchReads:N0} | {(one.IsCountedOnce ? "yes" : "no")} |"));
        }
    }

    return outcomes;
}

List<BackfillOutcome> RunBackfills()
{
    Console.WriteLine();
    Console.WriteLine("| backfill by | pages a second that the region allows | records | records a second | minutes for 3.6 million | each counted once |");
    Console.WriteLine("|---|---|---|---|---|---|");
    var outcomes = new List<BackfillOutcome>();
    foreach (var (workers, pages) in new[] { (BackfillStudy.Before, 25), (0, 25), (12, 5), (12, 10), (12, 25) })
    {
        // A part of the hour: what is bound by its counters is so from the first second. Of workers more, who begin at once.
        var length = TimeSpan.FromMinutes(workers > 0 ? 4 : 1);
        var one = BackfillStudy.Of(workers, pages, rate: 1_000, length, policy, seed: 1);
        outcomes.Add(one);
        var by = workers switch { BackfillStudy.Before => "page by page", 0 => "the watch alone", _ => $"{workers} workers" };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {by} | {pages} | {one.Records:N0} | {one.RecordsASecond:N0} | {one.MinutesOfAnHour:0.0} "
                + $"| {(one.IsCountedOnce ? "yes" : "no")} |"));
    }

    return outcomes;
}

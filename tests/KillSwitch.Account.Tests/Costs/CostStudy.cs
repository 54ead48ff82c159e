using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Prices;

namespace KillSwitch.Account.Tests.Costs;

/// <summary>What it costs to guard, from counted requests of the packaged program: <c>make bench-cost</c>.</summary>
[Collection(OneAccount.Name)]
public sealed partial class CostStudy(Deployment account)
{
    private const decimal MinutesAMonth = 730 * 60;
    private const decimal ReadingsAMonth = MinutesAMonth / 5;

    // What the default policy would stop is not what is measured: the same rules, with limits that nobody reaches.
    [GeneratedRegex("(usd|calls|uncachedInputTokens): ([0-9_]+)")]
    private static partial Regex Limits();

    private const int WarmUp = 5;

    private static readonly string[] Sensors = ["eu-central-1", "us-west-2"];

    [Fact(Explicit = true)]
    public async Task What_guarding_costs_at_three_rates_and_at_rest()
    {
        var prices = PriceTable.Read();
        var standing = StandingCosts.Read();
        using var report = new CostReport();
        await account.EnforceAsync(false);
        await account.ApplyAsync(
            Limits().Replace(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "killswitch.yaml")), limit =>
            $"{limit.Groups[1]}: {limit.Groups[2]}0_000_000"));
        (await account.AwsAsync(account.Admin, "bedrock", "put-model-invocation-logging-configuration", "--logging-config",
            $$$"""{"cloudWatchConfig":{"logGroupName":"{{{account.SetupProperties["logGroup"]}}}","roleArn":"arn:aws:iam::123456789012:role/writer"}}""")).Succeeded();

        var (first, minute) = await WatchAsync();
        report.Use("the watch at rest, a run that reads the metrics", first);
        report.Use("the watch at rest, any other minute", minute);
        var watch = Watched(first, minute);
        var atRest = Standing(minute.Metrics.Union(first.Metrics).Count()).Add(watch);
        report.Bill("a month at rest", atRest);

        var sensor = StandingCosts.Read(await account.SensorTemplateAsync(Sensors)).Bill(prices, customMetrics: 0);
        var (firstOfThree, minuteOfThree) = await WatchAsync(Sensors);
        report.Use("the watch of three regions at rest, a run that reads the metrics", firstOfThree);
        report.Use("the watch of three regions at rest, any other minute", minuteOfThree);
        var three = Standing(minuteOfThree.Metrics.Union(firstOfThree.Metrics).Count()).Add(Watched(firstOfThree, minuteOfThree))
            .Add(sensor, Sensors.Length);
        report.Bill("a month at rest, three regions", three);
        report.Bill("a month of a sensor at rest", new Bill().Add(three, 1m / Sensors.Length).Add(atRest, -1m / Sensors.Length));

        var runs = new List<(Workload Workload, UseOfAws Use)>();
        foreach (var workload in Workload.All)
        {
            var use = await MeterAsync(workload);
            report.Use("the meter, " + workload.Name, use);
            runs.Add((workload, use));
        }

        await MetricsAsync();
        var (reading, busy) = await WatchAsync();
        report.Use("the watch at work, a run that reads the metrics", reading);
        report.Use("the watch at work, any other minute", busy);
        var each = new PriceBook().Price(Workload.All[0].Delivery(0)[0]).Cost.Amount;
        foreach (var (workload, use) in runs)
        {
            var records = workload.PerSecond * MinutesAMonth * 60;
            var million = Metered(use, 1_000_000m / use.Records).Add("DynamoDB storage", Stored(use));
            report.Bill($"a million invocations, {workload.Name}", million, 1_000_000 * each);
            var month = Standing(use.Metrics.Union(reading.Metrics).Union(busy.Metrics).Count()).Add(Watched(reading, busy))
                .Add(million, records / 1_000_000);
            report.Bill($"a month, {workload.Name}", month, records * each);
        }

        // Bedrock's own log: paid by whoever logs, guarded or not; without prompts and answers, as the guard turns it on.
        var record = Calls.Record(Workload.All[0].Delivery(0)[0]).Length + 26;
        report.Bill("a million invocation records in CloudWatch Logs", new Bill()
            .Add("ingestion", prices.Of("logIngestion", record / 1_000m)).Add("a month kept", prices.Of("logStorage", record / 1_000m)));
        // Express: by runs, and by 64 MB for half a second each, an upper bound for one read of an item.
        report.Bill("the lease, where it is chosen", new Bill().Add("Step Functions", prices.Of("expressRuns", MinutesAMonth))
            .Add("their duration", prices.Of("expressDuration", MinutesAMonth * 0.5m / 16))
            .Add("schedule", prices.Of("schedules", MinutesAMonth)));
        await report.SaveAsync();
        await account.EnforceAsync(true);

        Bill Standing(int metrics) => standing.Bill(prices, metrics);
        Bill Metered(UseOfAws use, decimal times) => Bill.Of(use, prices, standing.Memory["meter"], times);
        Bill Watched(UseOfAws reads, UseOfAws other) => Bill.Of(reads, prices, standing.Memory["watch"], ReadingsAMonth / reads.Runs)
            .Add(Bill.Of(other, prices, standing.Memory["watch"], (MinutesAMonth - ReadingsAMonth) / other.Runs))
            .Add("schedule", prices.Of("schedules", MinutesAMonth));
        // Marks are kept for 35 days; counters are few.
        decimal Stored(UseOfAws use) => use.Stored.TryGetValue("seen", out var seen)
            ? (seen.Bytes + (100m * seen.Items)) / use.Records / 1_000 * 35 / 30 * (
                prices.Of("dynamoStorage", 1) + prices.Of("dynamoRecovery", 1))
            : 0;
    }

    private async Task<UseOfAws> MeterAsync(Workload workload)
    {
        var use = new UseOfAws();
        using var proxy = new CountingProxy(account.Server);
        await using var meter = account.Start("meter", proxy.Url);
        await meter.ReadyAsync();
        // The emulator copies the whole table for each action of a transaction.
        meter.Api.Patience = TimeSpan.FromMinutes(5);
        (await meter.DeliverAsync(Calls.Payload(workload.Delivery(0)))).IsError.ShouldBeFalse(meter.Log);
        var (written, computed) = (meter.Log.Length, meter.ProcessorTime);
        use.Listen(proxy);
        for (var i = 1; i <= workload.Deliveries; i++)
        {
            await Task.Delay(workload.Every);
            var payload = Calls.Payload(workload.Delivery(i));
            (await meter.DeliverAsync(payload)).IsError.ShouldBeFalse(meter.Log);
            use.LambdaRequests += 1 + (Math.Max(0, payload.Length - (256 * 1024)) + 65_535) / 65_536;
            (use.Runs, use.Records) = (use.Runs + 1, use.Records + workload.PerDelivery);
        }

        use.ProcessorTime = meter.ProcessorTime - computed;
        use.ReadLog(meter.Log[written..]);
        return use;
    }

    /// <summary>One run that reads the metrics, as every fifth does, and three that do not.</summary>
    private async Task<(UseOfAws Reading, UseOfAws Other)> WatchAsync(params string[] sensors)
    {
        using var proxy = new CountingProxy(account.Server);
        await using var watch = account.Start("watch", proxy.Url, hasOverview: true, sensors: sensors);
        await watch.ReadyAsync();
        // What a process reads once, the month so far, is no part of a minute.
        await RunAsync(WarmUp);
        foreach (var name in sensors.Prepend("us-east-1").SelectMany(region => (string[])
            ["metrics/" + region, "backfill/" + region, $"backfill/{region}/urgent"]))
        {
            (await account.AwsAsync(account.Admin, "dynamodb", "delete-item", "--table-name", account.TableName, "--key",
                $$$"""{"pk":{"S":"memory"},"sk":{"S":"{{{name}}}"}}""")).Succeeded();
        }

        return (await RunAsync(1), await RunAsync(3));

        async Task<UseOfAws> RunAsync(int runs)
        {
            var use = new UseOfAws();
            use.Listen(proxy);
            var (written, computed) = (watch.Log.Length, watch.ProcessorTime);
            for (var i = 0; i < runs; i++)
                (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
            use.ProcessorTime = watch.ProcessorTime - computed;
            (use.Runs, use.LambdaRequests) = (runs, runs);
            use.ReadLog(watch.Log[written..]);
            return use;
        }
    }

    /// <summary>CloudWatch counts what the log told: nothing is unattributed.</summary>
    private async Task MetricsAsync()
    {
        var calls = Workload.All.Sum(workload => workload.PerDelivery * (workload.Deliveries + 1));
        var at = DateTimeOffset.UtcNow.AddMinutes(-1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var tokens = Workload.ShortCall;
        (string Name, long Value)[] values =
        [
            ("Invocations", calls), ("InputTokenCount", calls * tokens.InputTokens),
            ("OutputTokenCount", calls * tokens.OutputTokens), ("CacheReadInputTokenCount", calls * tokens.CacheReadInputTokens),
        ];
        var data = JsonSerializer.Serialize(values.Select(value => new
        {
            MetricName = value.Name,
            value.Value,
            Timestamp = at,
            Dimensions = new[] { new { Name = "ModelId", Value = Calls.Model } },
        }));
        (await account.AwsAsync(account.Admin, "cloudwatch", "put-metric-data", "--namespace", "AWS/Bedrock", "--metric-data", data))
            .Succeeded();
    }
}

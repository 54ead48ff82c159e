using KillSwitch.Core.Bills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Bills;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;
using KillSwitch.Engine.Routes;
using KillSwitch.Engine.RunningWork;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>What a batch job cost is counted once it has ended, once, to whoever created it; and what cannot be counted is said.</summary>
public class BatchDutyTests
{
    private const string Here = "us-east-1";
    private const string Haiku = "anthropic.claude-haiku-4-5-20251001-v1:0";
    private const string Runner = "arn:aws:iam::111122223333:role/team/runner";
    private const string Creator = "arn:aws:sts::111122223333:assumed-role/agent/s1";
    private static readonly DateTimeOffset Ended = new(2026, 11, 20, 10, 40, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Start = Ended.AddMinutes(10);

    private static readonly IReadOnlyList<Dimension> ByPrincipal = [Dimension.Account, Dimension.Principal];
    private static readonly IReadOnlyList<Dimension> ByModel = [Dimension.Account, Dimension.Region, Dimension.Model];

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly InMemoryAccount _account = new(TimeSpan.Zero, _ => false);
    private readonly GuardPorts _ports;
    private readonly InMemoryBatchJobs _jobs = new(Here);
    private readonly InMemoryBatchJobs _west = new("us-west-2");
    private readonly List<CountedBatchJob> _told = [];
    private Policy _policy = new() { Rules = [] };
    private BatchOutputs _outputs = BatchOutputs.Parse("acme-batch/night");
    private IModelRoutes? _routes;

    public BatchDutyTests() => _ports = InMemoryPorts.Of(_account, World.Account) with { Clock = _clock };

    [Fact]
    public async Task It_is_counted_at_batch_rates_to_the_cent_in_the_hour_of_its_end_to_whoever_created_it()
    {
        Run(_jobs, "b1", creator: Creator);

        (await LookAsync(Start)).Present.ShouldBeEmpty();

        // Half of $1.10 and $5.50 a million.
        var usage = await UsageAsync("role/agent");
        usage.ShouldBe(new Usage(1000, new TokenUsage(10_000_000, 2_000_000), new Usd(11m)));
        (await UsageAsync("role/runner")).ShouldBe(default);
        (await ReadAsync(Here, Haiku)).ShouldBe(usage);
        _jobs.Read.ShouldBe(["acme-batch/night/b1/manifest.json.out"]);
        var told = _told.ShouldHaveSingleItem();
        (told.IsCreator, told.Caller.Session, told.Usage.Cost.Amount).ShouldBe((true, "s1", 11m));
        ((InMemoryActionLog)_ports.Actions).Entries.ShouldHaveSingleItem().What.ShouldBe(
            $"Counted the batch job {Arn(Here, "b1")} of {Haiku}: 1,000 records, $11.00 to role/agent, who created it");
    }

    [Fact]
    public async Task It_counts_once_whoever_looks_again_restarts_or_forgets()
    {
        Run(_jobs, "b1", creator: Creator);
        var (duty, other) = (Duty(), Duty());
        await LookAsync(Start, duty);
        await LookAsync(Start.AddMinutes(5), duty);
        await LookAsync(Start.AddMinutes(10), other);
        _jobs.Read.Count.ShouldBe(1);

        await _ports.Memory.KeepAsync("batch", "{}", default);
        await LookAsync(Start.AddMinutes(15), Duty());
        await _ports.Memory.KeepAsync("batch", "edited", default);
        await LookAsync(Start.AddDays(2), Duty());

        _jobs.Read.Count.ShouldBe(3);
        (await UsageAsync("role/agent")).Cost.Amount.ShouldBe(11m);
        _told.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Its_prompts_are_short_however_many_there_are()
    {
        // 200,000 records of 1,000 tokens each: not one prompt of 200 million.
        Run(_jobs, "b1", creator: Creator, manifest: new BatchManifest(200_000, new TokenUsage(200_000_000)),
            model: "amazon.nova-pro-v1:0");
        Run(_jobs, "b2", creator: Creator, manifest: new BatchManifest(1, new TokenUsage(1_000)), model: "amazon.nova-pro-v1:0");

        await LookAsync(Start);

        _told.Select(one => one.Usage.Cost.Amount / one.Usage.Tokens.InputTokens).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_creator_that_CloudTrail_tells_late_is_waited_for_an_hour_and_then_it_is_the_service_role()
    {
        Run(_jobs, "late");
        Run(_jobs, "orphan");
        await LookAsync(Start);
        _told.ShouldBeEmpty();

        _jobs.Creators[Arn(Here, "late")] = Caller.Parse(Creator);
        (await LookAsync(Start.AddMinutes(20))).Present.ShouldBeEmpty();
        _told.ShouldHaveSingleItem().Caller.Principal.Name.ShouldBe("role/agent");

        await LookAsync(Ended.AddMinutes(61));
        (_told[1].Caller.Principal.Name, _told[1].IsCreator).ShouldBe(("role/runner", false));
        ((InMemoryActionLog)_ports.Actions).Entries[1].What
            .ShouldEndWith("to role/runner, the role that it ran with, as CloudTrail does not tell who created it");

        // Who is known by then changes nothing that is counted.
        _jobs.Creators[Arn(Here, "orphan")] = Caller.Parse(Creator);
        await _ports.Memory.KeepAsync("batch", "{}", default);
        await LookAsync(Ended.AddMinutes(90));
        (await UsageAsync("role/runner")).Cost.Amount.ShouldBe(11m);
        (await UsageAsync("role/agent")).Cost.Amount.ShouldBe(11m);
    }

    [Fact]
    public async Task A_cap_that_it_breaks_stops_whoever_created_it_and_no_brake_takes_it_for_a_pace()
    {
        var cap = new CountedRule
        {
            Id = "cap",
            Limit = new Limit.Spend(new Usd(20)),
            Per = [Dimension.Principal],
            Every = new Every.Calendar(WindowUnit.Month),
            Stop = StopScope.Principal,
        };
        _policy = new Policy { Rules = [cap] };
        Run(_jobs, "b1", creator: Creator);
        await LookAsync(Start);
        (await _ports.Stops.OpenAsync(default)).ShouldBeEmpty();

        Run(_jobs, "b2", creator: Creator);
        await LookAsync(Start.AddMinutes(5));

        var stop = (await _ports.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        (stop.Target.Name, stop.State).ShouldBe(("role/agent", StopState.Enforced));
        _told[1].Stops.ShouldHaveSingleItem().Id.ShouldBe(stop.Id);
    }

    [Fact]
    public async Task A_job_of_another_region_and_of_a_profile_is_priced_there_as_its_model()
    {
        _routes = new OneRoute();
        Run(_west, "b1", creator: Creator, model: "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/abc123abc123");
        Run(_jobs, "b2", creator: Creator, model: $"arn:aws:bedrock:us-east-1::foundation-model/{Haiku}");

        await LookAsync(Start);

        (await ReadAsync("us-west-2", Haiku)).Cost.Amount.ShouldBe(11m);
        (await ReadAsync(Here, Haiku)).Cost.Amount.ShouldBe(11m);
    }

    [Fact]
    public async Task A_model_without_a_price_counts_fail_safe_and_is_told()
    {
        Run(_jobs, "b1", creator: Creator, model: "acme.new-1");

        await LookAsync(Start);

        _told.ShouldHaveSingleItem().Usage.Unpriced.Amount.ShouldBePositive();
        (await _ports.Heartbeats.ReadAsync(default)).Single(beat => beat.Part == "batch").Unpriced.ShouldBe("acme.new-1");
    }

    [Fact]
    public async Task What_the_guard_may_not_read_is_told_with_the_option_that_lets_it()
    {
        _outputs = BatchOutputs.Unsaid;
        Run(_jobs, "b1", creator: Creator);

        var condition = (await LookAsync(Start)).Present.ShouldHaveSingleItem();

        (condition.Kind, condition.Subject).ShouldBe((GuardCondition.BatchUncounted, "1 batch job that ended is not counted"));
        condition.Text.ShouldBe(
            "What these batch jobs of the last three days cost is on the bill, and no limit counts it: `b1` in us-east-1 (the guard may "
            + "not read `s3://acme-batch/night/`).");
        condition.Remedy.ShouldBe(
            "make deploy CONTEXT='… -c batchOutputs=acme-batch', which lets the watch read manifest.json.out there; -c batchOutputs=none "
            + "leaves batch jobs out");
        condition.Parts.ShouldBe(["b1"]);
        _jobs.Read.ShouldBeEmpty();

        // It lasts as long as the job is looked for, and a new process says the same.
        (await LookAsync(Start.AddDays(2), Duty())).Present.ShouldHaveSingleItem().Text.ShouldBe(condition.Text);
        (await LookAsync(Start.AddDays(3), Duty())).Present.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_manifest_that_is_not_there_is_waited_for_and_then_told_and_counted_when_it_comes()
    {
        Run(_jobs, "b1", creator: Creator);
        _jobs.Manifests.Clear();
        (await LookAsync(Start)).Present.ShouldBeEmpty();

        var duty = Duty();
        var condition = (await LookAsync(Ended.AddMinutes(15), duty)).Present.ShouldHaveSingleItem();
        condition.Text.ShouldContain("`b1` in us-east-1 (its manifest cannot be had: there is none)");
        condition.Remedy.ShouldContain("`kms:Decrypt`");

        _jobs.Manifests[Arn(Here, "b1")] = new ManifestAnswer.Found(Manifest);
        var found = await LookAsync(Ended.AddMinutes(20), duty);
        found.Looked.ShouldBe([GuardCondition.BatchUncounted]);
        found.Present.ShouldBeEmpty();
        _told.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_damaged_manifest_and_one_that_contradicts_Bedrock_count_nothing_and_are_told()
    {
        Run(_jobs, "b1", creator: Creator);
        _jobs.Manifests[Arn(Here, "b1")] = new ManifestAnswer.Damaged("it is no JSON, or breaks off");
        Run(_jobs, "b2", creator: Creator, change: job => job with { Succeeded = 999 });
        Run(_jobs, "b3", creator: Creator, change: job => job with { Succeeded = 1000 });

        var condition = (await LookAsync(Start)).Present.ShouldHaveSingleItem();

        condition.Text.ShouldContain("`b1` in us-east-1 (its manifest cannot be read: it is no JSON, or breaks off); "
            + "`b2` in us-east-1 (its manifest counts 1,000 answered records, and Bedrock 999).");
        condition.Remedy.ShouldBe("look at that file, and who may write to the bucket beside Bedrock");
        _told.ShouldHaveSingleItem().Job.Id.ShouldBe("b3");
    }

    [Fact]
    public async Task A_job_that_never_began_is_settled_and_one_that_failed_on_the_way_is_counted()
    {
        Run(_jobs, "never", creator: Creator, change: job => job with { HasFailed = true });
        Run(_jobs, "none", creator: Creator, change: job => job with { Processed = 0 });
        _jobs.Manifests.Clear();
        Run(_jobs, "partly", creator: Creator, change: job => job with { HasFailed = true, Processed = 1000, Succeeded = 1000 });

        (await LookAsync(Start.AddHours(1))).Present.ShouldBeEmpty();

        _told.ShouldHaveSingleItem().Job.Id.ShouldBe("partly");
        _jobs.Read.Clear();
        await LookAsync(Start.AddHours(2), Duty());
        _jobs.Read.ShouldBeEmpty();
    }

    [Fact]
    public async Task More_jobs_than_a_look_has_time_for_go_on_with_the_next_minute_and_none_is_left_out()
    {
        for (var i = 0; i < 50; i++)
            Run(_jobs, $"b{i}", creator: i % 2 == 0 ? Creator : null);
        var duty = Duty();

        // None is put down to the service role before CloudTrail was asked of it, eight at once.
        (await duty.LookAsync(new Findings(), Start.AddHours(1), default)).ShouldBeFalse();
        _told.Count.ShouldBe(8);
        for (var look = 1; look < 15; look++)
            await duty.LookAsync(new Findings(), Start.AddHours(1), default);

        _told.Count.ShouldBe(50);
        (await duty.LookAsync(new Findings(), Start.AddHours(1), default)).ShouldBeTrue();
        (await UsageAsync("role/agent")).Cost.Amount.ShouldBe(25 * 11m);
        (await UsageAsync("role/runner")).Cost.Amount.ShouldBe(25 * 11m);
    }

    [Fact]
    public async Task A_region_that_cannot_be_listed_is_told_where_batch_jobs_are_read_and_keeps_no_other_from_being_counted()
    {
        Run(_west, "b1", creator: Creator);
        _jobs.Refusal = "no.";

        (await LookAsync(Start)).Present.ShouldHaveSingleItem().Text.ShouldEndWith("those of us-east-1 cannot be listed: no.");
        _told.ShouldHaveSingleItem();

        _outputs = BatchOutputs.Unsaid;
        (await LookAsync(Start, Duty())).Looked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_look_that_hangs_ends_in_time()
    {
        _jobs.Hangs = true;
        Run(_west, "b1", creator: Creator);

        var looking = Duty().LookAsync(new Findings(), Start, default).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(10));

        await looking.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Metrics_that_know_no_batch_job_do_not_doubt_it_and_hide_nothing_behind_it()
    {
        Run(_jobs, "b1", creator: Creator);
        await LookAsync(Start);
        var hour = Hour(Ended);
        var reconciler = new Reconciler(_ports.Book, Prices, WindowCalendar.Of("UTC"), World.Account);
        var from = hour.From.AddHours(-1);
        // A million tokens of calls that no log tells of.
        await reconciler.TakeAsync(
            new MetricReading(Here, from, Start.AddHours(1),
                [new ModelMinute(
                    Here, BedrockEndpoint.Runtime, ModelId.Parse(Haiku), hour.Start + 1200, 10, new TokenUsage(1_000_000))], 1),
            new HashSet<string>(), default);

        (await reconciler.ExcessAsync(Here, hour, default)).ShouldBeEmpty();
        (await reconciler.UnattributedAsync(hour, hour.End, default)).ShouldHaveSingleItem().Usage.Tokens.InputTokens.ShouldBe(1_000_000);
    }

    [Fact]
    public async Task The_bill_of_a_batch_job_that_was_counted_agrees()
    {
        Run(_jobs, "b1", creator: Creator);
        await LookAsync(Start);
        var day = DateOnly.FromDateTime(Ended.UtcDateTime);
        var bill = new OneBill(
        [
            new BilledUsage("Claude Haiku 4.5 (Amazon Bedrock Edition)", "USE1-MP:USE1_InputTokenCount_Batch-Units", Here, 10, "Units",
                new Usd(5.5m)),
            new BilledUsage("Claude Haiku 4.5 (Amazon Bedrock Edition)", "USE1-MP:USE1_OutputTokenCount_Batch-Units", Here, 2, "Units",
                new Usd(5.5m)),
        ]);

        var held = await new BillReader(bill, _ports.Book, Prices, WindowCalendar.Of("UTC"), World.Account)
            .ReadAsync([day], [Here], default);

        held.ShouldHaveSingleItem().Agrees.ShouldBeTrue();
        held[0].Models.ShouldHaveSingleItem().Drifts.ShouldBeEmpty();
    }

    private static BatchManifest Manifest => new(1000, new TokenUsage(10_000_000, 2_000_000));

    private static PriceBook Prices => new(
    [
        new PriceEntry
        {
            Model = Haiku, Input = 1.1m, Output = 5.5m, CacheRead = 0.11m, CacheWrite5m = 1.375m, CacheWrite1h = 2.2m, Source = "a test",
        },
    ]);

    private static string Arn(string region, string id) => $"arn:aws:bedrock:{region}:111122223333:model-invocation-job/{id}";

    private static Window Hour(DateTimeOffset at) => WindowCalendar.Of("UTC").Containing(WindowUnit.Hour, at.ToUnixTimeSeconds());

    private static void Run(
        InMemoryBatchJobs jobs, string id, string? creator = null, BatchManifest? manifest = null, string model = Haiku,
        Func<EndedBatchJob, EndedBatchJob>? change = null)
    {
        var arn = Arn(jobs.Region, id);
        var job = new EndedBatchJob(
            new RunningJob(JobKind.Batch, arn, "night", jobs.Region, [model], Runner, Ended.AddHours(-5)), Ended, "s3://acme-batch/night/");
        jobs.Jobs.Add(change?.Invoke(job) ?? job);
        jobs.Manifests[arn] = new ManifestAnswer.Found(manifest ?? Manifest);
        if (creator is not null)
            jobs.Creators[arn] = Caller.Parse(creator);
    }

    // As each process of the watch has it anew.
    private BatchDuty Duty()
    {
        var context = new CycleContext(new RuleBook(_policy), new Enforcement(_ports))
        {
            Routes = _routes is null ? null : new RouteBook(_routes, _ports.Memory, _clock),
            Doubts = new Doubts(_ports.Ledger, _ports.Memory),
        };
        return new BatchDuty([_jobs, _west], _outputs, new Meter(context, Prices) { CountsUsage = true }, _ports, DeployedAs.Checkout)
        {
            Tell = _told.Add,
        };
    }

    private async Task<Findings> LookAsync(DateTimeOffset now, BatchDuty? duty = null)
    {
        var findings = new Findings();
        await (duty ?? Duty()).LookAsync(findings, now, default);
        return findings;
    }

    private async Task<Usage> UsageAsync(string principal) => (await _ports.Ledger.ReadAsync([new CounterKey(
        ScopeText.Of(dimension => dimension == Dimension.Account ? World.Account : principal, ByPrincipal, ""), Hour(Ended))], default))[0];

    private async Task<Usage> ReadAsync(string region, string model) => (await _ports.Ledger.ReadAsync([new CounterKey(
        ScopeText.Of(
            dimension => dimension == Dimension.Account ? World.Account : dimension == Dimension.Region ? region : model, ByModel, ""),
        Hour(Ended))], default))[0];

    private sealed class OneRoute : IModelRoutes
    {
        public ValueTask<RouteAnswer> FindAsync(ModelRoute route, CancellationToken cancellation) =>
            ValueTask.FromResult<RouteAnswer>(new RouteAnswer.Found(Haiku, ModelScope.Regional));

        public ValueTask<TagSet?> ProfileTagsAsync(string arn, CancellationToken cancellation) => ValueTask.FromResult<TagSet?>(null);

        public ValueTask<IReadOnlyList<string>> OwnArnsAsync(Func<string, bool> isOne, string region, CancellationToken cancellation) =>
            ValueTask.FromResult<IReadOnlyList<string>>([]);
    }

    private sealed class OneBill(IReadOnlyList<BilledUsage> lines) : IBill
    {
        public ValueTask<ILookup<DateOnly, BilledUsage>> ReadAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellation) =>
            ValueTask.FromResult(days.SelectMany(_ => lines, (day, line) => (day, line)).ToLookup(one => one.day, one => one.line));
    }
}

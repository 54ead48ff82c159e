using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Routes;
using KillSwitch.Engine.RunningWork;
using KillSwitch.Engine.Tests.Ports;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Engine.Tests.RunningWork;

public class WorkSweepTests
{
    private const string Account = "111122223333";
    private const string Opus = "anthropic.claude-opus-4-6-v1";
    private const string Profile = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6";

    private static readonly StopTarget Agent = new StopTarget.Principal(Account, "role/agent", $"arn:aws:iam::{Account}:role/agent");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 10, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryStopStore _stops = new();
    private readonly InMemoryRunningWork _here = new("us-east-1");
    private readonly InMemoryRunningWork _there = new("eu-west-1");
    private readonly InMemoryMemory _memory = new();
    private readonly InMemoryRoutes _routes = new();
    private readonly InMemoryActionLog _actions = new();
    private readonly RecordingNotifier _notifier = new();
    private WorkSweep? _sweep;

    [Fact]
    public async Task Jobs_of_a_stopped_principal_are_stopped_in_every_region_and_told_with_their_ids_and_others_go_on()
    {
        var stop = await StandingAsync(Agent);
        Run(_here, "mine", "agent");
        Run(_here, "others", "other");
        Run(_there, "mine-too", "agent");

        var report = await SweepAsync();

        _here.Stopped.ShouldBe(["arn:mine"]);
        _there.Stopped.ShouldBe(["arn:mine-too"]);
        report.News.Select(news => (news.Stop.Id, news.Job.Arn, news.Job.State))
            .ShouldBe([(stop.Id, "arn:mine", JobState.Stopped), (stop.Id, "arn:mine-too", JobState.Stopped)]);
        var alert = _notifier.Alerts.ShouldHaveSingleItem();
        (alert.Head, alert.Subject, alert.Kind).ShouldBe(("JOBS STOPPED", "2 jobs of role/agent", "runningWork"));
        alert.Text.ShouldContain("A restore does not start them again");
        alert.Details.ShouldContain(("stop", stop.Id));
        alert.Details.ShouldContain(("stopped", "arn:mine (mine): role/agent created it; arn:mine-too (mine-too): role/agent created it"));
        _actions.Entries.ShouldHaveSingleItem().What.ShouldContain("arn:mine, arn:mine-too");
    }

    [Fact]
    public async Task Without_a_stop_in_force_nothing_is_looked_at()
    {
        Run(_here, "mine", "agent");
        await StandingAsync(Agent, StopState.Observed);
        await StandingAsync(new StopTarget.WholeAccount(Account), StopState.Failed);

        (await SweepAsync()).News.ShouldBeEmpty();

        (_here.Stopped.Count, _here.CreatorQuestions, _notifier.Alerts.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task A_job_whose_creator_is_not_known_goes_on_and_is_reported_once_CloudTrail_had_its_time()
    {
        await StandingAsync(Agent);
        _here.Run(Job("arn:young", created: _clock.GetUtcNow().AddMinutes(-5)));

        await SweepAsync();
        _notifier.Alerts.ShouldBeEmpty();
        await AfterAsync(TimeSpan.FromMinutes(16));
        await AfterAsync(TimeSpan.FromMinutes(3));

        _here.Stopped.ShouldBeEmpty();
        var alert = _notifier.Alerts.ShouldHaveSingleItem();
        alert.Head.ShouldBe("STILL RUNNING");
        alert.Details.ShouldContain(("runs", "arn:young (young): CloudTrail does not tell who created it"));
        alert.Remedy.ShouldNotBeNull().ShouldContain("aws bedrock stop-model-invocation-job --job-identifier arn:young");

        _here.Run(Job("arn:young", created: _clock.GetUtcNow()), "arn:aws:sts::111122223333:assumed-role/agent/s1");
        await AfterAsync(TimeSpan.FromMinutes(3));
        _here.Stopped.ShouldBe(["arn:young"]);
    }

    [Fact]
    public async Task While_the_stop_stands_later_jobs_are_stopped_too_and_only_what_is_new_is_told()
    {
        await StandingAsync(Agent);
        Run(_here, "first", "agent");
        await SweepAsync();
        Run(_here, "second", "agent");
        await AfterAsync(TimeSpan.FromMinutes(1));
        _here.Stopped.ShouldBe(["arn:first"]);
        await AfterAsync(TimeSpan.FromMinutes(2));
        await AfterAsync(TimeSpan.FromMinutes(3));

        _here.Stopped.ShouldBe(["arn:first", "arn:second"]);
        _notifier.Alerts.Count.ShouldBe(2);
        _notifier.Alerts[1].Details.ShouldContain(("stopped", "arn:second (second): role/agent created it"));
    }

    [Fact]
    public async Task A_job_that_cannot_be_stopped_is_told_once_and_tried_again()
    {
        await StandingAsync(Agent);
        Run(_here, "mine", "agent");
        _here.Refusal = "the guard may not stop it";
        await SweepAsync();
        await AfterAsync(TimeSpan.FromMinutes(3));
        _notifier.Alerts.ShouldHaveSingleItem().Details.ShouldContain(("failed", "arn:mine (mine): the guard may not stop it"));

        _here.Refusal = null;
        await AfterAsync(TimeSpan.FromMinutes(3));
        _here.Stopped.ShouldBe(["arn:mine"]);
        _notifier.Alerts[^1].Head.ShouldBe("JOBS STOPPED");
        _actions.Entries.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_process_that_ends_anywhere_leaves_nothing_running_and_nothing_untold(int step)
    {
        var stop = await StandingAsync(Agent);
        Run(_here, "mine", "agent");
        var dying = new Dying(step, _here, _memory, _actions, _notifier);
        try
        {
            await Process([dying], dying, dying, dying).RunAsync(_clock.GetUtcNow(), default);
        }
        catch (InvalidOperationException)
        {
            // It ended here.
        }

        await SweepAsync();
        await AfterAsync(TimeSpan.FromMinutes(3));

        _here.Stopped.ShouldBe(["arn:mine"]);
        _actions.Entries.ShouldNotBeEmpty();
        _notifier.Alerts.Count.ShouldBeInRange(1, 2);
        _notifier.Alerts.ShouldAllBe(alert => alert.Head == "JOBS STOPPED");
        var work = (await new StopWorkBook(_memory).FindAsync(stop.Id, default)).ShouldNotBeNull();
        work.Jobs.ShouldBe([new JobNote("arn:mine", JobKind.Batch, "mine", JobState.Stopped, "role/agent created it", IsTold: true)]);
    }

    [Fact]
    public async Task A_models_stop_ends_the_jobs_that_use_it_by_whatever_name_and_reports_what_is_paid_by_the_hour()
    {
        _routes.Put(Profile, Opus);
        await StandingAsync(new StopTarget.Model(Account, Opus));
        _here.Run(Job("arn:direct", Opus));
        _here.Run(Job("arn:profile", Profile));
        _here.Run(Job("arn:other", "amazon.nova-pro-v1:0"));
        _here.Run(Job("arn:hidden", Profile[..^4] + "0000"));
        _here.Capacity.Add(new ProvisionedCapacity("arn:capacity", "us-east-1", Opus, 3, CapacityCommitment.SixMonths));
        _here.Capacity.Add(new ProvisionedCapacity("arn:not-this", "us-east-1", "amazon.nova-pro-v1:0", 1, CapacityCommitment.None));

        await SweepAsync();
        await AfterAsync(TimeSpan.FromMinutes(3));

        _here.Stopped.ShouldBe(["arn:direct", "arn:profile"]);
        var alert = _notifier.Alerts.ShouldHaveSingleItem();
        alert.Details.ShouldContain(("runs", "arn:hidden (hidden): the model that it uses cannot be told"));
        alert.Text.ShouldContain("arn:capacity, 3 model units of anthropic.claude-opus-4-6-v1, its hourly price is not known");
        alert.Text.ShouldNotContain("arn:not-this");
    }

    [Fact]
    public async Task An_accounts_stop_ends_all_but_those_of_the_exempt_and_tells_the_hourly_cost_once()
    {
        await StandingAsync(new StopTarget.WholeAccount(Account));
        Run(_here, "mine", "agent");
        Run(_here, "exempt", "breakglass");
        _here.Capacity.Add(
            new ProvisionedCapacity("arn:capacity", "us-east-1", "amazon.titan-text-express-v1", 2, CapacityCommitment.OneMonth));

        await SweepAsync(exempt: "role/breakglass");
        await AfterAsync(TimeSpan.FromMinutes(3));

        _here.Stopped.ShouldBe(["arn:mine"]);
        _notifier.Alerts.ShouldHaveSingleItem().Text.ShouldContain(
            "2 model units of amazon.titan-text-express-v1, $36.80 an hour at list price of 2026-11-25");
    }

    [Fact]
    public async Task A_guard_that_only_reports_stops_nothing_and_says_so()
    {
        await StandingAsync(Agent);
        Run(_here, "mine", "agent");

        await SweepAsync(stopsJobs: false);

        _here.Stopped.ShouldBeEmpty();
        _actions.Entries.ShouldBeEmpty();
        _notifier.Alerts.ShouldHaveSingleItem().Details.ShouldContain(
            ("runs", "arn:mine (mine): role/agent created it; this guard was deployed to report jobs and not to stop them"));
    }

    [Fact]
    public async Task One_job_under_two_stops_is_stopped_and_told_once_and_a_restore_leaves_it_stopped()
    {
        var stop = await StandingAsync(Agent);
        await StandingAsync(new StopTarget.WholeAccount(Account));
        Run(_here, "mine", "agent");
        await SweepAsync();
        await _stops.TryAdvanceAsync(stop, stop with { State = StopState.Released, Revision = 1 }, default);
        await AfterAsync(TimeSpan.FromMinutes(3));

        _here.Stopped.ShouldBe(["arn:mine"]);
        _notifier.Alerts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_listed_is_a_problem_and_the_rest_is_done()
    {
        await StandingAsync(Agent);
        Run(_here, "mine", "agent");
        _there.Problems.Add("batch jobs in eu-west-1 cannot be listed: no");

        (await SweepAsync()).Problems.ShouldBe(["batch jobs in eu-west-1 cannot be listed: no"]);

        _here.Stopped.ShouldBe(["arn:mine"]);
    }

    [Fact]
    public async Task What_could_not_be_listed_is_not_taken_for_over_nor_told_again()
    {
        await StandingAsync(new StopTarget.WholeAccount(Account));
        _here.Capacity.Add(new ProvisionedCapacity("arn:capacity", "us-east-1", Opus, 1, CapacityCommitment.None));
        Run(_here, "mine", "agent");
        _here.Refusal = "the guard may not stop it";
        await SweepAsync();
        var alerts = _notifier.Alerts.Count;

        var capacity = _here.Capacity.Single();
        _here.Capacity.Clear();
        _here.End("arn:mine");
        _here.Problems.Add("nothing in us-east-1 can be listed: no");
        await AfterAsync(TimeSpan.FromMinutes(3));
        _here.Problems.Clear();
        _here.Capacity.Add(capacity);
        Run(_here, "mine", "agent");
        await AfterAsync(TimeSpan.FromMinutes(3));

        (alerts, _notifier.Alerts.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_trail_that_does_not_answer_keeps_nothing_else_from_being_stopped()
    {
        await StandingAsync(Agent);
        Run(_here, "mine", "agent");
        Run(_there, "asked", "agent");
        _there.CreatorsHang = true;
        _there.Run(Job("arn:service") with { RoleArn = $"arn:aws:iam::{Account}:role/agent" });

        var sweeping = SweepAsync();
        while (!sweeping.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await sweeping).Problems.ShouldBe(["there was no time to ask who created jobs in eu-west-1"]);
        _here.Stopped.ShouldBe(["arn:mine"]);
        _there.Stopped.ShouldBe(["arn:service"]);
    }

    [Fact]
    public async Task What_is_kept_reads_as_it_was_written()
    {
        var work = new StopWork(
            [new JobNote("arn:a", JobKind.Customization, "a \"b\"", JobState.Failed, "no", IsTold: true)],
            [new ProvisionedCapacity("arn:c", "eu-west-1", Opus, 4, CapacityCommitment.None)]);

        StopWorkJson.Read(StopWorkJson.Write(work)).IsSame(work).ShouldBeTrue();
        (await new StopWorkBook(_memory).FindAsync("stop-none", default)).ShouldBeNull();
    }

    private async Task<Stop> StandingAsync(StopTarget target, StopState state = StopState.Enforced)
    {
        var stop = Stop.ByHand(target, "arn:aws:iam::111122223333:user/admin", "enough", _clock.GetUtcNow()) with
        {
            State = state,
            EnforcedAt = _clock.GetUtcNow()
        };
        await _stops.TryOpenAsync(stop, null, default);
        return stop;
    }

    private void Run(InMemoryRunningWork work, string name, string role) =>
        work.Run(Job("arn:" + name), $"arn:aws:sts::{Account}:assumed-role/{role}/s1");

    private RunningJob Job(string arn, string model = Opus, DateTimeOffset? created = null) =>
        new(JobKind.Batch, arn, arn["arn:".Length..], "us-east-1", [model], $"arn:aws:iam::{Account}:role/runner", created
            ?? _clock.GetUtcNow().AddHours(-1));

    private async Task<SweepReport> SweepAsync(string? exempt = null, bool stopsJobs = true)
    {
        _sweep ??= Process([_here, _there], _memory, _actions, _notifier, exempt, stopsJobs);
        return await _sweep.RunAsync(_clock.GetUtcNow(), default);
    }

    private async Task AfterAsync(TimeSpan span)
    {
        _clock.Advance(span);
        await SweepAsync();
    }

    private WorkSweep Process(
        IReadOnlyList<IRunningWork> regions, IGuardMemory memory, IActionLog actions, INotifier notifier, string? exempt = null,
        bool stopsJobs = true)
    {
        var rules = new RuleBook(new Policy { Exempt = exempt is null ? [] : [new Glob(exempt)] });
        var ports = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.Zero, rules.IsExempt)) with
        {
            Stops = _stops,
            Notifier = notifier,
            Memory = memory,
            Actions = actions,
            Clock = _clock,
        };
        return new WorkSweep(new CycleContext(rules, new Enforcement(ports)), regions, new RouteBook(_routes, _memory, _clock))
        {
            StopsJobs = stopsJobs,
        };
    }
}

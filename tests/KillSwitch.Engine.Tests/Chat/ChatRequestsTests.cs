using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.ByHand;
using KillSwitch.Engine.Chat;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.ByHand;
using KillSwitch.Engine.Tests.Principals;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Chat;

/// <summary>What people press under the message of a stop.</summary>
public class ChatRequestsTests
{
    private const string Anna = "AROAANNA:anna@example.com";
    private const string AnnaArn = "arn:aws:sts::111122223333:assumed-role/oncall/anna@example.com";

    private readonly InMemoryLedger _ledger = new();
    private readonly InMemoryStopStore _stops = new();
    private readonly RecordingNotifier _notifier = new();
    private readonly InMemoryActionLog _actions = new();
    private readonly InMemoryAccount _account = new(TimeSpan.Zero, _ => false);
    private readonly ListedAccount _iam = new();
    private Policy _policy = Named(Cap(10));

    public ChatRequestsTests()
    {
        List("role/oncall", "AROAANNA");
        List("role/agent", "AROAAGENT");
        List("role/stranger", "AROASTRANGER");
        List("user/ben", "AIDABEN");
    }

    [Fact]
    public async Task Who_may_lifts_a_stop_and_is_named_in_it()
    {
        var stop = await StoppedAsync();

        (await PressAsync($"{stop.Id}/raise", Anna)).ShouldBeNull();

        var restored = (await _stops.FindAsync(stop.Id, default)).ShouldNotBeNull();
        (restored.State, restored.AskedBy, restored.Note).ShouldBe(
            (StopState.Released, AnnaArn, $"restored by {AnnaArn} with $2.50 more"));
        _account.IsDenied(Call(99, 120)).ShouldBeFalse();
        (await GrantedAsync(stop)).ShouldBe(2.5m);
        _notifier.Stops[^1].State.ShouldBe(StopState.Released);
        _notifier.Alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pressing_twice_does_it_once_and_says_so()
    {
        var stop = await StoppedAsync();
        await PressAsync($"{stop.Id}/raise", Anna);

        foreach (var again in (string[])["raise", "restore"])
        {
            (await PressAsync($"{stop.Id}/{again}", Anna)).ShouldNotBeNull().Text.ShouldBe(
                $"{AnnaArn} pressed it, and nothing was done: it is restored already (restored by {AnnaArn} with $2.50 more).");
        }

        (await GrantedAsync(stop)).ShouldBe(2.5m);
        (await PressAsync($"{stop.Id}/approve", Anna)).ShouldNotBeNull().Text.ShouldContain("it was restored");
        (await PressAsync($"{stop.Id}/reject", Anna)).ShouldNotBeNull().Text.ShouldContain("nothing is cut by it");
    }

    [Fact]
    public async Task At_its_limit_a_restore_alone_is_answered_with_what_lets_it_go_on()
    {
        var stop = await StoppedAsync();

        var answer = (await PressAsync($"{stop.Id}/restore", Anna)).ShouldNotBeNull();

        (answer.Head, answer.Kind, answer.Thread, answer.IsForChatAlone).ShouldBe(("NOT DONE", ChatRequests.AnswerKind, stop.Id, true));
        answer.Text.ShouldContain($"it would trip again at once: it is at $11.00 of $10.00; `killswitch restore {stop.Id} --raise`");
        _account.IsDenied(Call(99, 120)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("AROASTRANGER:eve", "`chat.mayRestore` of the policy in force does not name role/stranger")]
    [InlineData("AIDABEN", "`chat.mayRestore` of the policy in force does not name user/ben")]
    [InlineData("111122223333", "IAM knows them for no role and no user of this account")]
    [InlineData("111122223333:federated", "IAM knows them for no role")]
    [InlineData("AROAOFANOTHERACCOUNT:anna@example.com", "IAM knows them for no role")]
    [InlineData("AROAANNA", "IAM knows them for no role")]
    [InlineData("AROAANNA:", "IAM knows them for no role")]
    [InlineData("AIDABEN:anna", "IAM knows them for no role")]
    [InlineData("AROAANNA:a/b", "IAM knows them for no role")]
    [InlineData("AROAANNA:*a*\n<@U1>", "IAM knows them for no role")]
    [InlineData("", "IAM knows them for no role")]
    [InlineData("oncall", "IAM knows them for no role")]
    public async Task Nobody_else_does_whatever_the_message_says(string sender, string why)
    {
        var stop = await StoppedAsync();

        foreach (var text in (string[])[$"{stop.Id}/raise", $"{stop.Id}/restore", $"{AnnaArn} {stop.Id}/restore"])
        {
            var answer = (await PressAsync(text, sender)).ShouldNotBeNull();
            answer.Kind.ShouldBe(ChatRequests.RefusedKind);
            answer.Text.ShouldContain("it was refused: " + why);
        }

        (await _stops.OpenAsync(default)).ShouldHaveSingleItem().ShouldBe(stop);
        _actions.Entries.Count.ShouldBe(3);
        _actions.Entries[0].ShouldSatisfyAllConditions(
            entry => entry.Subject.ShouldBe(stop.Id), entry => entry.What.ShouldContain("pressed `raise` in chat, and nothing was done"));
    }

    [Fact]
    public async Task Nobody_may_where_the_policy_names_nobody()
    {
        _policy = Policy(Cap(10));
        var stop = await StoppedAsync();

        (await PressAsync($"{stop.Id}/restore", Anna)).ShouldNotBeNull().Kind.ShouldBe(ChatRequests.RefusedKind);
    }

    [Fact]
    public async Task A_role_that_was_made_again_under_a_name_is_another_and_a_path_counts()
    {
        _policy = Policy(Cap(10)) with { MayRestoreInChat = [new Glob("role/people/oncall")] };
        var stop = await StoppedAsync();
        (await PressAsync($"{stop.Id}/raise", Anna)).ShouldNotBeNull().Text.ShouldContain("does not name role/oncall");

        _iam.Everyone.RemoveAll(one => one.Id == "AROAANNA");
        List("role/oncall", "AROASECOND", "/people/");

        (await PressAsync($"{stop.Id}/raise", Anna)).ShouldNotBeNull().Text.ShouldContain("IAM knows them for no role");
        (await PressAsync($"{stop.Id}/raise", "AROASECOND:anna")).ShouldBeNull();
    }

    [Theory]
    [InlineData(Approval.Automatic, "raise", "the stop is about them")]
    [InlineData(Approval.Manual, "reject", "the stop is about them")]
    public async Task Nobody_presses_a_button_of_their_own_stop(Approval approval, string word, string why)
    {
        _policy = Policy(Cap(10) with { Approval = approval }) with
        {
            MayRestoreInChat = [new Glob("role/agent"), new Glob("role/oncall")],
        };
        var stop = await StoppedAsync();

        (await PressAsync($"{stop.Id}/{word}", "AROAAGENT:one")).ShouldNotBeNull().Text.ShouldContain(why);

        (await _stops.OpenAsync(default)).ShouldHaveSingleItem().State.ShouldBe(stop.State);
    }

    [Fact]
    public async Task Whoever_is_stopped_lets_nobody_else_go_in_part_or_by_a_tag_either()
    {
        _policy = _policy with { MayRestoreInChat = [new Glob("role/oncall")] };
        var stop = await StoppedAsync();
        _iam.Everyone.RemoveAll(one => one.Principal.Name == "role/oncall");
        _iam.Tag("role/oncall", "ops");
        _iam.Everyone[^1] = _iam.Everyone[^1] with { Id = "AROAANNA" };
        foreach (var target in (StopTarget[])
            [new StopTarget.Session("111122223333", "role/oncall", "arn:aws:iam::111122223333:role/oncall", "another"),
            new StopTarget.Principals("111122223333", "Team", "ops")])
        {
            var own = Stop.ByHand(target, "arn:aws:iam::111122223333:user/ben", "test", Start);
            await _stops.TryOpenAsync(own, bound: null, default);
            (await PressAsync($"{stop.Id}/raise", Anna)).ShouldNotBeNull().Text.ShouldContain($"they are stopped themselves ({own.Id})");
            await Enforcement().CommandAsync(own, new StopCommand.Restore(Start, "arn:aws:iam::111122223333:user/ben"), default);
        }

        (await PressAsync($"{stop.Id}/raise", Anna)).ShouldBeNull();
    }

    [Fact]
    public async Task A_stop_that_waits_is_approved_or_rejected()
    {
        _policy = Named(Cap(10) with { Approval = Approval.Manual });
        var stop = await StoppedAsync();

        (await PressAsync($"{stop.Id}/approve", Anna)).ShouldBeNull();
        (await _stops.FindAsync(stop.Id, default)).ShouldNotBeNull()
            .ShouldSatisfyAllConditions(it => it.State.ShouldBe(StopState.Enforced), it => it.AskedBy.ShouldBe(AnnaArn));
        _account.IsDenied(Call(99, 120)).ShouldBeTrue();
        (await PressAsync($"{stop.Id}/approve", Anna)).ShouldNotBeNull().Text.ShouldContain("it is in force already");
        (await PressAsync($"{stop.Id}/reject", Anna)).ShouldNotBeNull().Text.ShouldContain("it no longer waits for approval");
    }

    [Fact]
    public async Task A_stop_that_waits_is_rejected()
    {
        _policy = Named(Cap(10) with { Approval = Approval.Manual });
        var stop = await StoppedAsync();

        (await PressAsync($"{stop.Id}/reject", Anna)).ShouldBeNull();

        _notifier.Stops[^1].Note.ShouldBe($"rejected by {AnnaArn}: by a button in chat");
        (await PressAsync($"{stop.Id}/approve", Anna)).ShouldNotBeNull().Text.ShouldContain("it was rejected");
    }

    [Theory]
    [InlineData("restore")]
    [InlineData("stop-abcdefghjk")]
    [InlineData("stop-abcdefghjk/stop")]
    [InlineData("stop-abcdefghjk/restore/raise")]
    [InlineData("stop-abcdefghjk/RESTORE")]
    [InlineData("stop-abcdefghjk/0")]
    [InlineData("stop-abcdefgh1k/restore")]
    [InlineData("$Stop/restore")]
    [InlineData("""{"stop":"stop-abcdefghjk","sender":"AROAANNA:anna"}""")]
    [InlineData("")]
    public async Task What_no_button_sends_is_answered_in_one_sentence(string text)
    {
        var answer = (await PressAsync(text, Anna)).ShouldNotBeNull();

        answer.Text.ShouldEndWith("is no button's message; those are STOP/restore, STOP/raise, STOP/approve, STOP/reject.");
        _actions.Entries.ShouldHaveSingleItem().Subject.ShouldBe("chat");
    }

    [Fact]
    public async Task A_long_text_is_cut_and_an_unknown_stop_is_said()
    {
        (await PressAsync(new string('9', 200_000), Anna)).ShouldNotBeNull().Text.Length.ShouldBeLessThan(300);
        (await PressAsync("stop-abcdefghjk/restore", Anna)).ShouldNotBeNull().Text.ShouldContain("there is no stop stop-abcdefghjk");
    }

    [Fact]
    public async Task An_old_button_acts_on_the_stop_that_it_names_and_raises_nothing_of_another_window()
    {
        var stop = await StoppedAsync();

        (await PressAsync($"{stop.Id}/raise", Anna, Start.AddDays(3))).ShouldNotBeNull().Text.ShouldContain("nothing is there to raise");

        (await GrantedAsync(stop)).ShouldBe(0);
        (await PressAsync($"{stop.Id}/restore", Anna, Start.AddDays(3))).ShouldBeNull();
    }

    [Fact]
    public async Task While_IAM_does_not_say_who_pressed_it_is_tried_again()
    {
        var stop = await StoppedAsync();
        _iam.Refusal = "IAM asked to slow down";

        (await Should.ThrowAsync<IOException>(() => PressAsync($"{stop.Id}/raise", Anna)))
            .Message.ShouldBe("IAM does not say who pressed a button: IAM asked to slow down");

        _notifier.Alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_pressed_and_not_carried_out_is_finished_by_the_watch_though_nobody_of_the_operators_pressed()
    {
        var stop = await StoppedAsync();
        var written = stop with
        {
            State = StopState.Releasing,
            AskedBy = AnnaArn,
            Note = $"restored by {AnnaArn}",
            Revision = stop.Revision + 1,
        };
        await _stops.TryAdvanceAsync(stop, written, word: null, default);

        var watch = Enforcement("user/ana");
        (await new RefusedRequests(new CycleContext(new RuleBook(_policy), watch)).RunAsync(Start.AddMinutes(2), default)).ShouldBeEmpty();
        await watch.ResumeAsync(Start.AddMinutes(2), default);

        (await _stops.OpenAsync(default)).ShouldBeEmpty();
        _account.IsDenied(Call(99, 120)).ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_refused_there_once_the_policy_names_them_no_more()
    {
        var stop = await StoppedAsync();
        await _stops.TryAdvanceAsync(
            stop, stop with { State = StopState.Releasing, AskedBy = AnnaArn, Revision = stop.Revision + 1 }, word: null, default);
        _policy = Policy(Cap(10));

        var watch = Enforcement("user/ana");
        (await new RefusedRequests(new CycleContext(new RuleBook(_policy), watch)).RunAsync(Start.AddMinutes(2), default))
            .ShouldHaveSingleItem();
    }

    private static Policy Named(Rule rule) => Policy(rule) with { MayRestoreInChat = [new Glob("role/oncall")] };

    private void List(string name, string id, string path = "/")
    {
        _iam.Add(name, Start, path);
        _iam.Everyone[^1] = _iam.Everyone[^1] with
        {
            Id = id,
            Principal = _iam.Everyone[^1].Principal with { Tags = TagSet.OfPrincipal([]) },
        };
    }

    private async Task<Stop> StoppedAsync()
    {
        await new Meter(new CycleContext(new RuleBook(_policy), Enforcement()), Prices)
            .RunAsync([.. Steady(11, 1)], Start.AddSeconds(40), default);
        return (await _stops.OpenAsync(default)).Single();
    }

    private async Task<Core.Notifications.Alert?> PressAsync(string text, string sender, DateTimeOffset? at = null)
    {
        var enforcement = Enforcement();
        var restore = new RestoreByHand(new Restoration(enforcement), new KeySwitch(new InMemoryApiKeys(), enforcement));
        return await new ChatRequests(enforcement, _iam, restore).HearAsync(sender, text, at ?? Start.AddMinutes(1), default);
    }

    private async Task<decimal> GrantedAsync(Stop stop) => (await CounterLedger.AllowanceAsync(
        _ledger, Allowances(Cap(10), stop.Trip!.Scope), stop.Trip.Window, default)).Amount;

    private Enforcement Enforcement(params string[] operators)
    {
        var enforcement = new Enforcement(
            InMemoryPorts.Of(_account) with { Ledger = _ledger, Stops = _stops, Notifier = _notifier, Actions = _actions })
        {
            Operators = operators,
        };
        enforcement.GoBy(new RuleBook(_policy));
        return enforcement;
    }
}

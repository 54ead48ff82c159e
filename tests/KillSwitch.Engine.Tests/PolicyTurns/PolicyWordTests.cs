using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.PolicyTurns;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>Every policy that is put in force is told, once, with who and what changed.</summary>
public class PolicyWordTests
{
    private const string Eve = "arn:aws:iam::111122223333:user/eve";

    private static readonly Policy Before =
        Policy(Cap(10) with { Id = "kept" }, Cap(20) with { Id = "gone" }) with { Exempt = [new Glob("role/BreakGlass")] };

    private readonly InMemoryStopStore _stops = new();
    private readonly RecordingNotifier _notifier = new();

    [Fact]
    public async Task Who_and_what_changed()
    {
        var after = Policy(Cap(11) with { Id = "kept" }, Cap(5) with { Id = "new" }) with
        {
            MaxStops = new MaxStops(3, WindowUnit.Day),
            Exempt = [new Glob("role/oncall")]
        };

        (await TellAsync(Before, after)).ShouldBeTrue();

        var alert = _notifier.Alerts.ShouldHaveSingleItem();
        (alert.Head, alert.Subject, alert.Kind, alert.Remedy).ShouldBe(("POLICY", "version 2 by user/eve", "policy", null));
        alert.Text.ShouldStartWith($"{Eve} put version 2 of the policy in force. Rules added: `new` (");
        foreach (var word in (string[])["Rules removed: `gone` (", "Rules changed: `kept` (", "spend $11.00",
            "Exempt from now on: `role/oncall`.", "No longer exempt: `role/BreakGlass`.", "`maxStops` is 3 a day, and was not given."])
        {
            alert.Text.ShouldContain(word);
        }
    }

    [Theory]
    [InlineData("*", "`*` exempts everybody")]
    [InlineData("role/*", "`role/*` exempts everybody")]
    [InlineData("role/ag*", "`role/ag*` exempts role/agent, which is stopped")]
    public async Task An_exemption_that_lets_somebody_go_is_told_loudly(string glob, string clause)
    {
        await StopAsync();

        await TellAsync(Before, Before with { Exempt = [.. Before.Exempt, new Glob(glob)] });

        var alert = _notifier.Alerts.ShouldHaveSingleItem();
        alert.Head.ShouldBe("POLICY LOOSENED");
        alert.Text.ShouldContain(char.ToUpperInvariant(clause[0]) + clause[1..]);
        alert.Remedy.ShouldNotBeNull();
    }

    [Fact]
    public async Task So_are_a_policy_that_only_observes_and_one_without_rules()
    {
        await TellAsync(Before, Before with { Mode = PolicyMode.Observe });
        await TellAsync(Before, new Policy { Exempt = Before.Exempt }, 3);

        _notifier.Alerts.ShouldAllBe(alert => alert.Head == "POLICY LOOSENED");
        _notifier.Alerts[0].Text.ShouldContain("Nothing is stopped any more, only observed.");
        _notifier.Alerts[1].Text.ShouldContain("No rule is left.");
    }

    [Fact]
    public async Task One_by_somebody_who_is_stopped_says_so_whatever_it_changes()
    {
        await StopAsync();

        await TellAsync(Before, Before, by: "arn:aws:sts::111122223333:assumed-role/agent/one");

        var alert = _notifier.Alerts.ShouldHaveSingleItem();
        alert.Head.ShouldBe("POLICY LOOSENED");
        alert.Text.ShouldContain("assumed-role/agent/one is stopped itself (stop-");
        alert.Text.ShouldEndWith("No rule, no exemption and no setting changed.");
    }

    [Fact]
    public async Task Each_is_told_once_and_a_text_that_is_edited_under_the_same_number_once_more()
    {
        (await TellAsync(Before, Before)).ShouldBeTrue();
        (await TellAsync(Before, Before)).ShouldBeFalse();
        (await TellAsync(Before, Before with { Exempt = [] }, text: "edited", wasEdited: true)).ShouldBeTrue();

        _notifier.Alerts.Count.ShouldBe(2);
        _notifier.Alerts[1].Text.ShouldContain("Its text was edited in the guard's table");
    }

    private ValueTask<bool> TellAsync(
        Policy before, Policy after, int number = 2, string by = Eve, string text = "text", bool wasEdited = false) =>
        new PolicyWord(new Enforcement(
            InMemoryPorts.Of(new InMemoryAccount(TimeSpan.Zero, _ => false)) with { Stops = _stops, Notifier = _notifier })).TellAsync(
            new AppliedPolicy(number - 1, Eve, Start, "before", before), new AppliedPolicy(number, by, Start, text, after), wasEdited,
                Start.AddMinutes(1), default);

    private async Task StopAsync() =>
        await _stops.TryOpenAsync(
            Stop.ByHand(new StopTarget.Principal("111122223333", "role/agent", "arn:aws:iam::111122223333:role/agent"), Eve, "why",
            Start) with
            { State = StopState.Enforced }, bound: null, word: null, default);
}

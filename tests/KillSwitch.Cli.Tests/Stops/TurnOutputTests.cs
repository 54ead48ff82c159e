using KillSwitch.Cli.Stops;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.PolicyTurns;

namespace KillSwitch.Cli.Tests.Stops;

public class TurnOutputTests
{
    private const string Account = "111122223333";

    private static readonly Policy Caps = PolicyFileReader.Read("""
        version: 1
        rules:
          - { id: day, per: principal, limit: { usd: 3 }, every: day, stop: principal }
          - { id: month-by-month, per: principal, limit: { usd: 4 }, every: month, stop: principal }
        """).Policy!;

    [Fact]
    public void Whom_it_stops_stands_first_and_nothing_is_wider_than_the_terminal()
    {
        var output = Of(Caps, Over("day", "role/agent", 4.4m), Over("month-by-month", "role/agent", 4.4m),
            Over("day", "user/somebody-with-a-long-name-in-the-payments-team", 5));

        var lines = output.Lines(60);

        lines.ShouldAllBe(line => line.Width <= 60);
        lines.Select(line => line.Text).ShouldBe(
        [
            "stops at once:",
            "  role/agent  day: $4.40 of $3.00 since 1970-01-01 00:00 UTC",
            "  role/agent",
            "    month-by-month: $4.40 of $4.00 since 1970-01-01 00:00",
            "    UTC",
            "  user/somebody-with-a-long-name-in-the-payments-team",
            "    day: $5.00 of $3.00 since 1970-01-01 00:00 UTC",
        ]);
    }

    [Fact]
    public void Two_rules_that_stop_one_target_are_one_target_to_be_asked_about() =>
        Of(Caps, Over("day", "role/agent", 4.4m), Over("month-by-month", "role/agent", 4.4m)).Targets.ShouldBe(1);

    [Fact]
    public void A_policy_that_observes_stops_nobody_and_says_whom_it_would()
    {
        var output = Of(Caps with { Mode = PolicyMode.Observe }, Over("day", "role/agent", 4.4m));

        output.Targets.ShouldBe(0);
        output.Lines(200)[0].Text.ShouldBe("would stop, and only observes:");
    }

    private static TurnOutput Of(Policy policy, params LiveCounter[] over) => new(new TurnPlan([], [], over, []), policy);

    private static LiveCounter Over(string rule, string principal, decimal spent) => new(
        new RuleBook(Caps).HitOf(rule, $"account={Account}|principal={principal}").ShouldNotBeNull(),
        new Window(0, 86_400),
        new Usage(1, default, new Usd(spent)),
        default,
        default);
}

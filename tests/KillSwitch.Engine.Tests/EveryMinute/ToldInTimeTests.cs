using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Principals;
using KillSwitch.Engine.Tests.Principals;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>Whatever comes in the way of a stop, people hear of it before it is long.</summary>
public class ToldInTimeTests
{
    private static readonly Policy Capped = new()
    {
        Rules =
        [
            new CountedRule
            {
                Id = "cap",
                Per = [Dimension.Principal, Dimension.Session],
                Limit = new Limit.CallCount(100),
                Every = new Every.Calendar(WindowUnit.Day),
                Stop = StopScope.Session,
            },
        ],
    };

    public static TheoryData<string, int> Conditions =>
        [.. from kind in (string[])[GuardCondition.NoRoomForDeny, GuardCondition.NoTagsFree, GuardCondition.PrincipalsUnread,
                GuardCondition.ControlPolicyFull]
            from minute in Enumerable.Range(0, 5)
            select (kind, minute)];

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task What_keeps_a_stop_from_working_is_told_within_five_minutes(string kind, int minute)
    {
        var (account, space) = (new ListedAccount(), new Space());
        var harness = new MinuteJobHarness(Capped)
        {
            Duties =
            [
                new PrincipalDuty(Capped, account, newlyExempt: null, hasControlPolicy: false, DeployedAs.Checkout),
                new ControlDuty(space),
            ],
        };
        harness.Restart();
        account.Add("role/agent", MinuteJobHarness.Start.AddDays(-1));
        for (var i = 0; i < 5 + minute; i++)
            await harness.MinuteAsync();
        harness.Notifier.Alerts.ShouldNotContain(alert => alert.Kind == JsonText.Word(kind));

        // Wherever in the rounds of the duties it falls.
        account.Everyone[0] = account.Everyone[0] with
        {
            Policies = kind == GuardCondition.NoRoomForDeny ? 10 : 0,
            Tags = kind == GuardCondition.NoTagsFree ? 50 : 0,
        };
        account.Refusal = kind == GuardCondition.PrincipalsUnread ? "Throttling" : null;
        space.Used = kind == GuardCondition.ControlPolicyFull ? 10_000 : 0;
        for (var i = 0; i < 5; i++)
            await harness.MinuteAsync();

        harness.Notifier.Alerts.ShouldContain(alert => alert.Kind == JsonText.Word(kind));
    }

    private sealed class Space : IControlSpace
    {
        public int Used { get; set; }

        public ValueTask<ControlSpace> ReadAsync(CancellationToken cancellation) =>
            ValueTask.FromResult(new ControlSpace(Used, 10_240, []));
    }
}

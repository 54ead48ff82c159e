using System.Globalization;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>Looks how full the organization's policy is that lists who is stopped, before it is.</summary>
public sealed class ControlDuty(IControlSpace space) : IMinuteDuty
{
    private const int FullFrom = 80;
    private const int NamedAtMost = 5;

    public string Name => "organization";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation)
    {
        var found = await space.ReadAsync(cancellation);
        findings.Look([GuardCondition.ControlPolicyFull, GuardCondition.StoppedTogether], Conditions(found));
        return true;
    }

    private static IEnumerable<Condition> Conditions(ControlSpace found)
    {
        if (100L * found.Used >= (long)FullFrom * found.Most)
        {
            yield return new Condition(
                GuardCondition.ControlPolicyFull,
                "the organization's policy of stops is nearly full",
                string.Create(CultureInfo.InvariantCulture,
                    $"Those whom no deny of the account's reaches are listed in it: {found.Used:#,##0} of {found.Most:#,##0} characters. "
                    + $"What does not fit is not stopped."),
                "killswitch status says who is stopped: restore some, make room on roles at their limit of policies, or stop the account")
            { IsToldAtOnce = true };
        }

        if (found.Together.Count > 0)
        {
            var names = Listing.Of([.. found.Together.Select(PlainText.Of)], NamedAtMost);
            yield return new Condition(
                GuardCondition.StoppedTogether,
                $"stopped together: {names}",
                $"So many are stopped by the organization's policy that it denies {names} as a whole: whoever is among them is cut, too, "
                    + "until fewer are stopped.",
                "find who makes up the names (GetFederationToken, AssumeRole in CloudTrail); killswitch restore NAME ends a stop")
            { IsToldAtOnce = true };
        }
    }
}

using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Principals;

namespace KillSwitch.Cli.Verbs;

/// <summary>Says whom the patterns of <c>exempt</c> take in today, where there are any.</summary>
internal static class ExemptAdvice
{
    public static async Task TellAsync(GuardSession session, Policy policy, Terminal terminal, CancellationToken cancellation)
    {
        // Nobody is asked where every name is written in full.
        if (!ExemptToday.Of(policy, []).Any())
            return;
        switch (await session.Guard.Principals.ReadAsync(cancellation))
        {
            case PrincipalListing.Read read:
                foreach (var clause in ExemptToday.Of(policy, read.Everyone))
                    terminal.Warn("killswitch: " + PlainText.Of(clause));
                break;
            case PrincipalListing.Refused refused:
                terminal.Warn("killswitch: whom `exempt` takes in today cannot be said: " + PlainText.Of(refused.Reason));
                break;
        }
    }
}

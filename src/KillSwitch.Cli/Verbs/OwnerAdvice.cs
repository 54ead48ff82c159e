using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Policies;

namespace KillSwitch.Cli.Verbs;

/// <summary>Says which owners of a policy the deployment may not tell.</summary>
internal static class OwnerAdvice
{
    public static void Tell(Deployment place, Policy policy, Terminal terminal)
    {
        List<string> refused = [.. policy.Owners.Select(owner => owner.Topic.Text).Distinct().Except(place.OwnerTopics)];
        foreach (var topic in refused)
        {
            terminal.Warn($"killswitch: the deployment may not publish on `{topic}`: its owner hears nothing until `make deploy "
                + $"CONTEXT='… -c ownerTopics={string.Join(',', place.OwnerTopics.Union(refused))}'`");
        }
    }
}

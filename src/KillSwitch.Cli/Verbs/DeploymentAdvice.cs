using KillSwitch.Core.Deployments;
using KillSwitch.Core.Policies;

namespace KillSwitch.Cli.Verbs;

/// <summary>What a policy asks for and the deployment cannot do, or leaves open.</summary>
internal static class DeploymentAdvice
{
    /// <returns>Sentences for people.</returns>
    public static IEnumerable<string> Of(Deployment place, Policy policy)
    {
        if (policy is { Mantle: MantleAccess.Allow } && !place.MantleCallers
            && policy.Rules.Any(rule => rule.Stop is StopScope.Principal or StopScope.Session))
        {
            yield return "`mantle: allow`: whoever is under a cap may still spend on the bedrock-mantle endpoint, which writes no "
                + "invocation logs; `mantle: deny` closes it";
        }

        List<string> refused = [.. policy.Owners.Select(owner => owner.Topic.Text).Distinct().Except(place.OwnerTopics)];
        foreach (var topic in refused)
        {
            yield return $"the deployment may not publish on `{topic}`: its owner hears nothing until {Deploy(
                "ownerTopics=" + string.Join(',', place.OwnerTopics.Union(refused)))}";
        }

        if (policy.MayRestoreInChat.Count > 0 && !place.Chat)
            yield return $"messages have no buttons, whoever `chat.mayRestore` names, until {Deploy("chat=true")}";
        if (place.Gateways.Count == 0 && policy.Rules.FirstOrDefault(rule => rule.Stop == StopScope.Tag) is { Id: var tag })
            yield return $"no gateway may ask whom `{tag}` has stopped until {Deploy("gateways=ARN")}";
        if (!place.MantleCallers && policy.Rules.FirstOrDefault(AsksForProjects) is { Id: var project })
            yield return $"of every call the project is `(none)` to `{project}` until {Deploy("mantleCallers=true")}";
    }

    private static bool AsksForProjects(Rule rule) => rule.Match.Any(match => match.Field == Dimension.Project)
        || (rule is CountedRule counted && counted.Per.Contains(Dimension.Project));

    private static string Deploy(string option) => $"`make deploy CONTEXT='… -c {option}'`";
}

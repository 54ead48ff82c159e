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

        var deploy = place.Redeployment;
        List<string> refused = [.. policy.Owners.Select(owner => owner.Topic.Text).Distinct().Except(place.OwnerTopics)];
        var topics = DeployOption.List("ownerTopics", place.OwnerTopics.Union(refused));
        foreach (var topic in refused)
            yield return $"the deployment may not publish on `{topic}`, and its owner hears nothing until it may: {deploy.With(topics)}";

        if (policy.MayRestoreInChat.Count > 0 && !place.Chat)
        {
            yield return "messages have no buttons, whoever `chat.mayRestore` names, until there is a chat function: "
                + deploy.With(DeployOption.Flag("chat", true));
        }

        if (place.Gateways.Count == 0 && policy.Rules.FirstOrDefault(rule => rule.Stop == StopScope.Tag) is { Id: var tag })
        {
            yield return $"no gateway may ask whom `{tag}` has stopped until its role is named: "
                + deploy.With(DeployOption.List("gateways", ["ARN"]));
        }

        if (!place.MantleCallers && policy.Rules.FirstOrDefault(AsksForProjects) is { Id: var project })
        {
            yield return $"of every call the project is `(none)` to `{project}` until CloudTrail tells of callers: "
                + deploy.With(DeployOption.Flag("mantleCallers", true));
        }
    }

    private static bool AsksForProjects(Rule rule) => rule.Match.Any(match => match.Field == Dimension.Project)
        || (rule is CountedRule counted && counted.Per.Contains(Dimension.Project));
}

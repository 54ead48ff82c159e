using KillSwitch.Core.Deployments;

namespace KillSwitch.Infra;

/// <summary>What every function reads and writes: home's, in whichever region the function runs.</summary>
/// <param name="TableArn">Of the table.</param>
/// <param name="TopicArns">Of the topics that people and owners are told on.</param>
/// <param name="Deployment">What every function is told.</param>
internal sealed record GuardReach(string TableArn, IReadOnlyList<string> TopicArns, Deployment Deployment)
{
    /// <summary>Of a guard that is deployed.</summary>
    /// <param name="home">Where it lives.</param>
    /// <param name="partition">Of AWS.</param>
    public static GuardReach Of(Deployment home, string partition) => new(
        $"arn:{partition}:dynamodb:{home.Region}:{home.Account}:table/{home.Table}",
        [.. new[] { home.Topic, home.ChatTopic }.OfType<string>(), .. home.OwnerTopics],
        home);
}

using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Health;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>A topic of an owner that does not take what it is told.</summary>
/// <param name="Topic">Its ARN.</param>
/// <param name="Waiting">How many messages wait for it.</param>
/// <param name="Reason">Why, as a clause.</param>
public sealed record OwnerRefusal(string Topic, int Waiting, string Reason);

/// <summary>Tells people whose owners cannot be told.</summary>
/// <param name="refusals">As the last attempt found them; null before the first.</param>
/// <param name="allowed">The topics that the deployment lets the guard publish on.</param>
/// <param name="deploy">How it is deployed again.</param>
public sealed class OwnerDuty(
    Func<IReadOnlyList<OwnerRefusal>?> refusals, IReadOnlyList<string> allowed, Redeployment deploy) : IMinuteDuty
{
    public string Name => "owners";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation)
    {
        if (refusals() is not { } found)
            return ValueTask.FromResult(false);
        findings.Look([GuardCondition.OwnersUntold], found.Count == 0 ? [] : [Untold(found)]);
        return ValueTask.FromResult(true);
    }

    private Condition Untold(IReadOnlyList<OwnerRefusal> found) => new(
        GuardCondition.OwnersUntold,
        found.Count == 1 ? "an owner's topic takes no messages" : $"{found.Count} owners' topics take no messages",
        $"What owners are to hear of their stops waits: {string.Join("; ", found.Select(one =>
            $"{Counted.Of(one.Waiting, "message")} for {one.Topic}, {one.Reason}"))}. Stops work, and this topic was told all of it.",
        string.Join("; ", Remedies(found)))
    {
        Parts = [.. found.Select(one => one.Topic)],
    };

    private IEnumerable<string> Remedies(IReadOnlyList<OwnerRefusal> found)
    {
        if (found.Any(one => !allowed.Contains(one.Topic)))
        {
            var topics = DeployOption.List("ownerTopics", allowed.Concat(found.Select(one => one.Topic)));
            yield return $"{deploy.With(topics)}, which lets the guard publish there";
        }

        if (found.Any(one => allowed.Contains(one.Topic)))
            yield return "look whether the topic is there, and whether its policy and its key let the guard's roles publish";
        yield return "a policy without this owner drops what waits for it";
    }
}

using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Wording;

namespace KillSwitch.Aws.Diagnosis.Told;

/// <summary>The deployment lets the guard publish on every owner's topic, and nothing waits for one.</summary>
internal sealed class OwnersCheck() : Check("owners", ChainPart.Telling, "dynamodb:Query")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var found = await account.Guard.Policies.FindInForceAsync(cancellation);
        return Judge(
            found.Policy.Owners, account.Place, await account.Guard.Waiting.CountForOwnersAsync(cancellation));
    }

    internal static Finding Judge(IReadOnlyList<Owner> owners, Deployment place, int waiting)
    {
        List<string> topics = [.. owners.Select(owner => owner.Topic.Text).Distinct()];
        var refused = topics.Except(place.OwnerTopics).ToList();
        return refused.Count > 0
            ? Finding.Fault($"the policy names topics that the deployment may not publish on: {Finding.Names(refused)}",
                place.Redeployment.With(DeployOption.List("ownerTopics", [.. place.OwnerTopics, .. refused])))
            : waiting > 0
                ? Finding.Fault($"{Counted.Of(waiting, "message")} for owners could not be published",
                    "look whether the topics are there, and whether their policies and keys let the guard's roles publish; the watch sends "
                        + "them again every minute")
            : topics.Count == 0 ? Finding.Ok("the policy names no owners")
            : Finding.Ok($"{Counted.Of(topics.Count, "topic")} of owners may be published on, and nothing waits for one");
    }
}

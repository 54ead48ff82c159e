using Amazon.IdentityManagement;
using KillSwitch.Aws.Denies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Drills;

/// <summary>The prepared deny of models, and the tags that name one, as a stop puts them on everyone: here on one role.</summary>
/// <param name="iam">The person's.</param>
/// <param name="policyArn">The prepared policy.</param>
/// <param name="tags">The guard's.</param>
/// <param name="account">Twelve digits.</param>
/// <param name="clock">Waits for IAM.</param>
internal sealed class OneModelDeny(
    AmazonIdentityManagementServiceClient iam, string policyArn, StopTags tags, string account, TimeProvider clock) : IModelDeny
{
    public async ValueTask<string?> DenyAsync(string role, string modelId, CancellationToken cancellation)
    {
        if (MarksOf(modelId) is not { } marks)
            return $"`{modelId}` is no model that a policy can name";
        return await DenyOf(role).PutAsync(marks, known: null, cancellation) switch
        {
            TagResult.NoRoom => "no tag of the role is free",
            TagResult.NotConfirmed => "IAM accepted it, and it does not show when read back",
            _ => null,
        };
    }

    public async ValueTask AllowAsync(string role, string modelId, CancellationToken cancellation)
    {
        if (MarksOf(modelId) is { } marks)
            await DenyOf(role).TakeAsync(marks, cancellation);
    }

    private IReadOnlyList<TagMark>? MarksOf(string modelId) => ModelMarks.Of(new StopTarget.Model(account, modelId), tags);

    private TaggedDeny DenyOf(string role) => new(iam, policyArn, tags.OfModels, "role/" + role, clock);
}

using Amazon.IdentityManagement;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Stops a model for every role and user that may spend on Bedrock and is not exempt: the prepared deny is on each, and a tag of each
/// names the model.
/// </summary>
/// <param name="iam">The account's IAM.</param>
/// <param name="policyArn">The prepared policy of model stops.</param>
/// <param name="policies">Says who is exempt, at the time of the stop.</param>
/// <param name="clock">When it was read back.</param>
public sealed class ModelByTag(AmazonIdentityManagementServiceClient iam, string policyArn, DynamoPolicyStore policies, TimeProvider clock)
{
    private readonly KnownHolders _known = new();

    public ValueTask<EnforcementResult> DenyAsync(StopTarget.Model model, CancellationToken cancellation) => FormOf(model) is { } form
        ? new EveryoneDeny(iam, form, policies, _known, clock).DenyAsync(cancellation)
        : ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Failed(StopFailure.NotPrepared, $"`{model.ModelId}` is no model that a policy can name: stop its principals"));

    public ValueTask<EnforcementResult> AllowAsync(StopTarget.Model model, CancellationToken cancellation) => FormOf(model) is { } form
        ? new EveryoneDeny(iam, form, policies, _known, clock).AllowAsync(cancellation)
        : ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(clock.GetUtcNow()));

    /// <summary>Whether everybody who can be denied is; null where that cannot be said.</summary>
    public ValueTask<bool?> IsDeniedAsync(StopTarget.Model model, CancellationToken cancellation) => FormOf(model) is { } form
        ? new EveryoneDeny(iam, form, policies, _known, clock).IsDeniedAsync(cancellation)
        : ValueTask.FromResult<bool?>(null);

    /// <summary>Whether one is denied; null where that cannot be said, or nobody can change it.</summary>
    public async ValueTask<bool?> IsDeniedToAsync(StopTarget.Model model, string principal, CancellationToken cancellation)
    {
        if (FormOf(model) is not { } form || AttachedDeny.Obstacle(principal) is not null)
            return null;
        try
        {
            return await form.IsDeniedToAsync(principal, cancellation);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return null;
        }
    }

    private TaggedForm? FormOf(StopTarget.Model model) => ModelMarks.Of(model) is { } marks ? new TaggedForm(iam, policyArn, model, marks, clock) : null;
}

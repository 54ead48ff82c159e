using Amazon.IdentityManagement;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Stops a model for every role and user that may spend on Bedrock and is not exempt: the prepared deny is on each, and a tag of each
/// names the model, and what the account has of its own that stands on it.
/// </summary>
/// <param name="policyArn">The prepared policy of model stops.</param>
/// <param name="policies">Says who is exempt, at the time of the stop.</param>
/// <param name="own">What has an ARN of its own; null to leave it out.</param>
/// <param name="clock">When it was read back.</param>
public sealed class ModelByTag(
    AmazonIdentityManagementServiceClient iam, string policyArn, DynamoPolicyStore policies, OwnModels? own, TimeProvider clock)
{
    private readonly KnownHolders _known = new();

    /// <summary>Makes room where there is none; null where nothing gives its place.</summary>
    public DenyRoom? Room { get; init; }

    /// <summary>The guard's tags.</summary>
    public StopTags Tags { get; init; } = StopTags.Default;

    /// <summary>The prepared policy that goes with it and protects the guard; null where there is none.</summary>
    public AccompanyingDeny? Beside { get; init; }

    public async ValueTask<EnforcementResult> DenyAsync(StopTarget.Model model, CancellationToken cancellation)
    {
        if (ModelMarks.Of(model) is null)
        {
            return new EnforcementResult.Failed(
                StopFailure.NotPrepared, $"`{model.ModelId}` is no model that a policy can name: stop its principals");
        }

        var (arns, leftOut) = own is null || IsOwn(model) ? ([], null) : await own.TakeAsync(
            model.ModelId, id => id == model.ModelId, cancellation);
        var result = await Everyone(FormOf(model, arns)!).DenyAsync(cancellation);
        return leftOut is not null && result is EnforcementResult.Done done
            ? done with { Note = done.Note is null ? leftOut : $"{done.Note}; {leftOut}" }
            : result;
    }

    public async ValueTask<EnforcementResult> AllowAsync(StopTarget.Model model, CancellationToken cancellation)
    {
        if (await FormOfAsync(model, cancellation) is not { } form)
            return new EnforcementResult.Done(clock.GetUtcNow());
        var result = await Everyone(form).AllowAsync(cancellation);
        if (own is not null && result is EnforcementResult.Done)
            await own.ForgetAsync(model.ModelId, cancellation);
        return result;
    }

    /// <summary>Whether everybody who can be denied is; null where that cannot be said.</summary>
    public async ValueTask<bool?> IsDeniedAsync(StopTarget.Model model, CancellationToken cancellation) =>
        await FormOfAsync(model, cancellation) is { } form ? await Everyone(form).IsDeniedAsync(cancellation) : null;

    /// <summary>Whether one is denied; null where that cannot be said, or nobody can change it.</summary>
    public async ValueTask<bool?> IsDeniedToAsync(StopTarget.Model model, string principal, CancellationToken cancellation)
    {
        if (AttachedDeny.Obstacle(principal) is not null || await FormOfAsync(model, cancellation) is not { } form)
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

    private EveryoneDeny Everyone(TaggedForm form) => new(iam, form, policies, _known, clock);

    private async ValueTask<TaggedForm?> FormOfAsync(StopTarget.Model model, CancellationToken cancellation) =>
        FormOf(model, own is null || IsOwn(model) ? [] : await own.KnownAsync(model.ModelId, cancellation));

    private TaggedForm? FormOf(StopTarget.Model model, IReadOnlyList<string> arns) => ModelMarks.Of(model, Tags) is not { } marks
        ? null
        : new TaggedForm(
            iam, policyArn, Beside, model.ModelId,
            [.. marks, .. arns.SelectMany(arn => ModelMarks.Of(new StopTarget.Model(model.Account, arn), Tags) ?? [])],
            Tags.OfModels, clock, Room);

    // An ARN is the thing itself, and nothing stands on it.
    private static bool IsOwn(StopTarget.Model model) => model.ModelId.StartsWith("arn:", StringComparison.Ordinal);
}

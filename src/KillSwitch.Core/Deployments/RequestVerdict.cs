using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Deployments;

/// <summary>
/// Whether a request to a custom resource is CloudFormation's. INVARIANT (only a deployment sets up and removes): nothing is done but what
/// CloudFormation itself has in progress for this resource of this stack.
/// </summary>
public abstract record RequestVerdict
{
    private RequestVerdict()
    {
    }

    /// <summary>It is to be carried out, for a resource of this type.</summary>
    public sealed record InProgress(string ResourceType) : RequestVerdict;

    /// <summary>Another took the place of what is to be deleted: nothing is left to do for it, and what stands is of the other.</summary>
    public sealed record Superseded : RequestVerdict;

    /// <summary>It is not CloudFormation's; one sentence, without a full stop, says why.</summary>
    public sealed record Refused(string Reason) : RequestVerdict;

    /// <summary>Whether it is could not be asked; one sentence, without a full stop, says why.</summary>
    public sealed record Unknown(string Reason) : RequestVerdict;

    /// <param name="word">What CloudFormation says of the resource.</param>
    /// <param name="own">The guard that is asked.</param>
    public static RequestVerdict Of(ResourceRequest request, StackWord word, OwnNames own) => word switch
    {
        StackWord.Unanswered unanswered => new Unknown(unanswered.Reason),
        StackWord.Known known => Of(request, known, own),
        _ => new Refused($"the stack {own.Stack} has no resource `{request.LogicalId}`"),
    };

    private static RequestVerdict Of(ResourceRequest request, StackWord.Known known, OwnNames own)
    {
        if (request.StackId != known.StackId)
            return new Refused($"it names the stack `{request.StackId}`, and this guard is of {known.StackId}");
        if (known.ResourceType is not (GuardResource.Setup or GuardResource.Lease))
            return new Refused($"`{request.LogicalId}` is no resource that this function looks after");
        if (own.Foreign(request.Properties) is { } foreign)
            return new Refused(foreign);
        var isOther = request.PhysicalId is { } asked && !string.IsNullOrEmpty(known.PhysicalId) && asked != known.PhysicalId;
        // What an update replaced is deleted while it is cleaned up after, or rolled back.
        if (isOther && request.Type == "Delete" && known.StackStatus is "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
            or "UPDATE_ROLLBACK_IN_PROGRESS" or "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        {
            return new Superseded();
        }

        if (isOther)
            return new Refused($"it names `{request.PhysicalId}`, and the stack has {known.PhysicalId}");
        var status = request.Type switch
        {
            "Create" => "CREATE_IN_PROGRESS",
            "Update" => "UPDATE_IN_PROGRESS",
            "Delete" => "DELETE_IN_PROGRESS",
            _ => null,
        };
        // A rollback creates, updates and deletes by the same words.
        return status is not null && known.ResourceStatus == status
            ? new InProgress(known.ResourceType)
            : new Refused($"CloudFormation has no {request.Type} of it in progress: its status is {known.ResourceStatus}");
    }
}

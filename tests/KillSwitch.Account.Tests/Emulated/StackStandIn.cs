namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// What CloudFormation would say while it deploys: the emulator's is done at once and calls no function. For
/// <see cref="CountingProxy.Own"/>.
/// </summary>
internal static class StackStandIn
{
    public const string Id = "arn:aws:cloudformation:us-east-1:123456789012:stack/KillSwitch/1";

    /// <param name="request">What is in progress of the resource: <c>Create</c>, <c>Update</c> or <c>Delete</c>.</param>
    /// <param name="type">The resource's, as the template has it.</param>
    /// <param name="id">Of the stack.</param>
    public static Func<IReadOnlyDictionary<string, string>, string?> Doing(string request, string type, string id = Id) =>
        Saying(request.ToUpperInvariant() + "_IN_PROGRESS", type, id);

    /// <summary>The same of any status.</summary>
    public static Func<IReadOnlyDictionary<string, string>, string?> Saying(string status, string type, string id = Id)
    {
        return asked => asked.GetValueOrDefault("Action") switch
        {
            "DescribeStackResource" => $"""
                <DescribeStackResourceResponse><DescribeStackResourceResult><StackResourceDetail><StackId>{id}</StackId><LogicalResourceId>{asked["LogicalResourceId"]}</LogicalResourceId>
                <ResourceType>{type}</ResourceType><ResourceStatus>{status}</ResourceStatus></StackResourceDetail></DescribeStackResourceResult></DescribeStackResourceResponse>
                """,
            "DescribeStacks" =>
                $"<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackId>{id}</StackId><StackStatus>{status}</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>",
            _ => null,
        };
    }
}

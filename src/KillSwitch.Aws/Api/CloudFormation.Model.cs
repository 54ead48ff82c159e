using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudFormation.Model;

internal sealed class Change
{
    public ResourceChange? ResourceChange { get; set; }

    internal static Change Read(XElement from) => new()
    {
        ResourceChange = from.Optional(nameof(ResourceChange), ResourceChange.Read),
    };
}

internal sealed class CreateChangeSetRequest : AmazonWebServiceRequest
{
    public string? StackName { get; set; }

    public string? ChangeSetName { get; set; }

    /// <summary><c>CREATE</c> or <c>UPDATE</c>.</summary>
    public string? ChangeSetType { get; set; }

    /// <summary>Of an object in S3.</summary>
    public string? TemplateURL { get; set; }

    public List<Parameter>? Parameters { get; set; }

    public List<string>? Capabilities { get; set; }

    /// <summary><c>REVERT_DRIFT</c>; null for what templates alone say.</summary>
    public string? DeploymentMode { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<CreateChangeSetRequest>(
        "CreateChangeSet",
        (to, request) => to.Add(nameof(StackName), request.StackName)
            .Add(nameof(ChangeSetName), request.ChangeSetName)
            .Add(nameof(ChangeSetType), request.ChangeSetType)
            .Add(nameof(TemplateURL), request.TemplateURL)
            .AddList(nameof(Parameters), request.Parameters, Parameter.Write)
            .AddList(nameof(Capabilities), request.Capabilities)
            .Add(nameof(DeploymentMode), request.DeploymentMode),
        from => new CreateChangeSetResponse
        {
            Id = from.OptionalText(nameof(CreateChangeSetResponse.Id)),
            StackId = from.OptionalText(nameof(CreateChangeSetResponse.StackId)),
        });
}

internal sealed class CreateChangeSetResponse : AmazonWebServiceResponse
{
    public string? Id { get; set; }

    public string? StackId { get; set; }
}

internal sealed class DeleteChangeSetRequest : AmazonWebServiceRequest
{
    public string? ChangeSetName { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<DeleteChangeSetRequest>(
        "DeleteChangeSet",
        (to, request) => to.Add(nameof(ChangeSetName), request.ChangeSetName),
        _ => new DeleteChangeSetResponse());
}

internal sealed class DeleteChangeSetResponse : AmazonWebServiceResponse;

internal sealed class DeleteStackRequest : AmazonWebServiceRequest
{
    public string? StackName { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<DeleteStackRequest>(
        "DeleteStack",
        (to, request) => to.Add(nameof(StackName), request.StackName),
        _ => new DeleteStackResponse());
}

internal sealed class DeleteStackResponse : AmazonWebServiceResponse;

internal sealed class DescribeChangeSetRequest : AmazonWebServiceRequest
{
    public string? ChangeSetName { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<DescribeChangeSetRequest>(
        "DescribeChangeSet",
        (to, request) => to.Add(nameof(ChangeSetName), request.ChangeSetName)
            .Add(nameof(NextToken), request.NextToken),
        from => new DescribeChangeSetResponse
        {
            Status = from.OptionalText(nameof(DescribeChangeSetResponse.Status)),
            StatusReason = from.OptionalText(nameof(DescribeChangeSetResponse.StatusReason)),
            Changes = from.Members(nameof(DescribeChangeSetResponse.Changes), Change.Read),
            NextToken = from.OptionalText(nameof(DescribeChangeSetResponse.NextToken)),
        });
}

internal sealed class DescribeChangeSetResponse : AmazonWebServiceResponse
{
    public string? Status { get; set; }

    public string? StatusReason { get; set; }

    public List<Change>? Changes { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class DescribeStackEventsRequest : AmazonWebServiceRequest
{
    public string? StackName { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<DescribeStackEventsRequest>(
        "DescribeStackEvents",
        (to, request) => to.Add(nameof(StackName), request.StackName)
            .Add(nameof(NextToken), request.NextToken),
        from => new DescribeStackEventsResponse
        {
            StackEvents = from.Members(nameof(DescribeStackEventsResponse.StackEvents), StackEvent.Read),
            NextToken = from.OptionalText(nameof(DescribeStackEventsResponse.NextToken)),
        });
}

internal sealed class DescribeStackEventsResponse : AmazonWebServiceResponse
{
    /// <summary>The newest first.</summary>
    public List<StackEvent>? StackEvents { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class DescribeStackResourceRequest : AmazonWebServiceRequest
{
    public string? StackName { get; set; }

    public string? LogicalResourceId { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<DescribeStackResourceRequest>(
        "DescribeStackResource",
        (to, request) => to.Add(nameof(StackName), request.StackName)
            .Add(nameof(LogicalResourceId), request.LogicalResourceId),
        from => new DescribeStackResourceResponse
        {
            StackResourceDetail = from.Optional(nameof(DescribeStackResourceResponse.StackResourceDetail), StackResourceDetail.Read),
        });
}

internal sealed class DescribeStackResourceResponse : AmazonWebServiceResponse
{
    public StackResourceDetail? StackResourceDetail { get; set; }
}

internal sealed class DescribeStacksRequest : AmazonWebServiceRequest
{
    public string? StackName { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<DescribeStacksRequest>(
        "DescribeStacks",
        (to, request) => to.Add(nameof(StackName), request.StackName)
            .Add(nameof(NextToken), request.NextToken),
        from => new DescribeStacksResponse
        {
            Stacks = from.Members(nameof(DescribeStacksResponse.Stacks), Stack.Read),
            NextToken = from.OptionalText(nameof(DescribeStacksResponse.NextToken)),
        });
}

internal sealed class DescribeStacksResponse : AmazonWebServiceResponse
{
    public List<Stack>? Stacks { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class ExecuteChangeSetRequest : AmazonWebServiceRequest
{
    public string? ChangeSetName { get; set; }

    public string? StackName { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<ExecuteChangeSetRequest>(
        "ExecuteChangeSet",
        (to, request) => to.Add(nameof(ChangeSetName), request.ChangeSetName)
            .Add(nameof(StackName), request.StackName),
        _ => new ExecuteChangeSetResponse());
}

internal sealed class ExecuteChangeSetResponse : AmazonWebServiceResponse;

internal sealed class GetTemplateRequest : AmazonWebServiceRequest
{
    public string? StackName { get; set; }

    /// <summary><c>Original</c> is what was given.</summary>
    public string? TemplateStage { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<GetTemplateRequest>(
        "GetTemplate",
        (to, request) => to.Add(nameof(StackName), request.StackName)
            .Add(nameof(TemplateStage), request.TemplateStage),
        from => new GetTemplateResponse { TemplateBody = from.OptionalText(nameof(GetTemplateResponse.TemplateBody)) });
}

internal sealed class GetTemplateResponse : AmazonWebServiceResponse
{
    public string? TemplateBody { get; set; }
}

internal sealed class Output
{
    public string? OutputKey { get; set; }

    public string? OutputValue { get; set; }

    internal static Output Read(XElement from) => new()
    {
        OutputKey = from.OptionalText(nameof(OutputKey)),
        OutputValue = from.OptionalText(nameof(OutputValue)),
    };
}

internal sealed class Parameter
{
    public string? ParameterKey { get; set; }

    public string? ParameterValue { get; set; }

    public bool? UsePreviousValue { get; set; }

    internal static Parameter Read(XElement from) => new()
    {
        ParameterKey = from.OptionalText(nameof(ParameterKey)),
        ParameterValue = from.OptionalText(nameof(ParameterValue)),
        UsePreviousValue = from.OptionalBool(nameof(UsePreviousValue)),
    };

    internal static void Write(QueryParameters to, Parameter parameter) => to.Add(nameof(ParameterKey), parameter.ParameterKey)
        .Add(nameof(ParameterValue), parameter.ParameterValue)
        .Add(nameof(UsePreviousValue), parameter.UsePreviousValue);
}

internal sealed class ResourceChange
{
    /// <summary><c>Add</c>, <c>Modify</c>, <c>Remove</c>, <c>Import</c> or <c>Dynamic</c>.</summary>
    public string? Action { get; set; }

    public string? LogicalResourceId { get; set; }

    public string? PhysicalResourceId { get; set; }

    public string? ResourceType { get; set; }

    /// <summary>Of a modified one: <c>True</c>, <c>False</c> or <c>Conditional</c>.</summary>
    public string? Replacement { get; set; }

    internal static ResourceChange Read(XElement from) => new()
    {
        Action = from.OptionalText(nameof(Action)),
        LogicalResourceId = from.OptionalText(nameof(LogicalResourceId)),
        PhysicalResourceId = from.OptionalText(nameof(PhysicalResourceId)),
        ResourceType = from.OptionalText(nameof(ResourceType)),
        Replacement = from.OptionalText(nameof(Replacement)),
    };
}

internal sealed class Stack
{
    public string? StackId { get; set; }

    public string? StackStatus { get; set; }

    public string? Description { get; set; }

    public bool? EnableTerminationProtection { get; set; }

    public List<Parameter>? Parameters { get; set; }

    public List<Output>? Outputs { get; set; }

    internal static Stack Read(XElement from) => new()
    {
        StackId = from.OptionalText(nameof(StackId)),
        StackStatus = from.OptionalText(nameof(StackStatus)),
        Description = from.OptionalText(nameof(Description)),
        EnableTerminationProtection = from.OptionalBool(nameof(EnableTerminationProtection)),
        Parameters = from.Members(nameof(Parameters), Parameter.Read),
        Outputs = from.Members(nameof(Outputs), Output.Read),
    };
}

internal sealed class StackEvent
{
    public string? EventId { get; set; }

    public string? LogicalResourceId { get; set; }

    public string? ResourceType { get; set; }

    public DateTime? Timestamp { get; set; }

    public string? ResourceStatus { get; set; }

    public string? ResourceStatusReason { get; set; }

    internal static StackEvent Read(XElement from) => new()
    {
        EventId = from.OptionalText(nameof(EventId)),
        LogicalResourceId = from.OptionalText(nameof(LogicalResourceId)),
        ResourceType = from.OptionalText(nameof(ResourceType)),
        Timestamp = from.OptionalTime(nameof(Timestamp)),
        ResourceStatus = from.OptionalText(nameof(ResourceStatus)),
        ResourceStatusReason = from.OptionalText(nameof(ResourceStatusReason)),
    };
}

internal sealed class UpdateTerminationProtectionRequest : AmazonWebServiceRequest
{
    public bool? EnableTerminationProtection { get; set; }

    public string? StackName { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<UpdateTerminationProtectionRequest>(
        "UpdateTerminationProtection",
        (to, request) => to.Add(nameof(EnableTerminationProtection), request.EnableTerminationProtection)
            .Add(nameof(StackName), request.StackName),
        from => new UpdateTerminationProtectionResponse
        {
            StackId = from.OptionalText(nameof(UpdateTerminationProtectionResponse.StackId)),
        });
}

internal sealed class UpdateTerminationProtectionResponse : AmazonWebServiceResponse
{
    public string? StackId { get; set; }
}

internal sealed class ListStackResourcesRequest : AmazonWebServiceRequest
{
    public string? StackName { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<ListStackResourcesRequest>(
        "ListStackResources",
        (to, request) => to.Add(nameof(StackName), request.StackName)
            .Add(nameof(NextToken), request.NextToken),
        from => new ListStackResourcesResponse
        {
            StackResourceSummaries = from.Members(nameof(ListStackResourcesResponse.StackResourceSummaries), StackResourceSummary.Read),
            NextToken = from.OptionalText(nameof(ListStackResourcesResponse.NextToken)),
        });
}

internal sealed class ListStackResourcesResponse : AmazonWebServiceResponse
{
    public List<StackResourceSummary>? StackResourceSummaries { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class StackResourceDetail
{
    /// <summary>The ARN of the stack.</summary>
    public string? StackId { get; set; }

    /// <summary>Null for one that was not made yet.</summary>
    public string? PhysicalResourceId { get; set; }

    /// <summary>Such as <c>AWS::Lambda::Function</c>.</summary>
    public string? ResourceType { get; set; }

    public string? ResourceStatus { get; set; }

    internal static StackResourceDetail Read(XElement from) => new()
    {
        StackId = from.OptionalText(nameof(StackId)),
        PhysicalResourceId = from.OptionalText(nameof(PhysicalResourceId)),
        ResourceType = from.OptionalText(nameof(ResourceType)),
        ResourceStatus = from.OptionalText(nameof(ResourceStatus)),
    };
}

internal sealed class StackResourceSummary
{
    public string? LogicalResourceId { get; set; }

    /// <summary>The name or the id by which the service knows it; null for one that was never made.</summary>
    public string? PhysicalResourceId { get; set; }

    /// <summary>Such as <c>AWS::Lambda::Function</c>.</summary>
    public string? ResourceType { get; set; }

    internal static StackResourceSummary Read(XElement from) => new()
    {
        LogicalResourceId = from.OptionalText(nameof(LogicalResourceId)),
        PhysicalResourceId = from.OptionalText(nameof(PhysicalResourceId)),
        ResourceType = from.OptionalText(nameof(ResourceType)),
    };
}

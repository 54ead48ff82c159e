using System.Xml.Linq;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.IdentityManagement;

/// <summary>How IAM's operations are written and read.</summary>
internal static class IamOperations
{
    public static readonly IOperation AttachRolePolicy = Of<AttachRolePolicyRequest, AttachRolePolicyResponse>(
        "AttachRolePolicy", (request, form) => Pair(form, "RoleName", request.RoleName, request.PolicyArn), _ => new());

    public static readonly IOperation DetachRolePolicy = Of<DetachRolePolicyRequest, DetachRolePolicyResponse>(
        "DetachRolePolicy", (request, form) => Pair(form, "RoleName", request.RoleName, request.PolicyArn), _ => new());

    public static readonly IOperation AttachUserPolicy = Of<AttachUserPolicyRequest, AttachUserPolicyResponse>(
        "AttachUserPolicy", (request, form) => Pair(form, "UserName", request.UserName, request.PolicyArn), _ => new());

    public static readonly IOperation DetachUserPolicy = Of<DetachUserPolicyRequest, DetachUserPolicyResponse>(
        "DetachUserPolicy", (request, form) => Pair(form, "UserName", request.UserName, request.PolicyArn), _ => new());

    public static readonly IOperation ListAttachedRolePolicies = Of<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse>(
        "ListAttachedRolePolicies",
        (request, form) => Page(form, "RoleName", request.RoleName, request.Marker),
        result => new() { AttachedPolicies = Attached(result), IsTruncated = result.Flag("IsTruncated"), Marker = result.Text("Marker") });

    public static readonly IOperation ListAttachedUserPolicies = Of<ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse>(
        "ListAttachedUserPolicies",
        (request, form) => Page(form, "UserName", request.UserName, request.Marker),
        result => new() { AttachedPolicies = Attached(result), IsTruncated = result.Flag("IsTruncated"), Marker = result.Text("Marker") });

    public static readonly IOperation ListEntitiesForPolicy = Of<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse>(
        "ListEntitiesForPolicy",
        (request, form) => Page(form, "PolicyArn", request.PolicyArn, request.Marker),
        result => new()
        {
            PolicyRoles = [.. result.Members("PolicyRoles").Select(role => new PolicyRole { RoleName = role.Text("RoleName"), RoleId = role.Text("RoleId") })],
            PolicyUsers = [.. result.Members("PolicyUsers").Select(user => new PolicyUser { UserName = user.Text("UserName"), UserId = user.Text("UserId") })],
            PolicyGroups = [.. result.Members("PolicyGroups").Select(group => new PolicyGroup { GroupName = group.Text("GroupName"), GroupId = group.Text("GroupId") })],
            IsTruncated = result.Flag("IsTruncated"),
            Marker = result.Text("Marker"),
        });

    private static QueryOperation<TRequest, TResponse> Of<TRequest, TResponse>(
        string action, Action<TRequest, IDictionary<string, string>> write, Func<XElement, TResponse> read)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse =>
        new(AmazonIdentityManagementServiceConfig.Iam, action, write, read, Error);

    private static AmazonIdentityManagementServiceException Error(ServiceError error) => error.Code switch
    {
        "NoSuchEntity" => new NoSuchEntityException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "LimitExceeded" => new LimitExceededException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "UnmodifiableEntity" => new UnmodifiableEntityException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "PolicyNotAttachable" => new PolicyNotAttachableException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        _ => new AmazonIdentityManagementServiceException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
    };

    private static void Pair(IDictionary<string, string> form, string who, string? name, string? policyArn)
    {
        form.Put(who, name);
        form.Put("PolicyArn", policyArn);
    }

    private static void Page(IDictionary<string, string> form, string who, string? name, string? marker)
    {
        form.Put(who, name);
        form.Put("Marker", marker);
    }

    private static List<AttachedPolicyType> Attached(XElement result) =>
        [.. result.Members("AttachedPolicies").Select(policy => new AttachedPolicyType { PolicyArn = policy.Text("PolicyArn"), PolicyName = policy.Text("PolicyName") })];
}

using Amazon.Runtime;

namespace Amazon.IdentityManagement.Model;

public class AttachRolePolicyRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    public string? PolicyArn { get; set; }
}

public class AttachRolePolicyResponse : AmazonWebServiceResponse;

public class DetachRolePolicyRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    public string? PolicyArn { get; set; }
}

public class DetachRolePolicyResponse : AmazonWebServiceResponse;

public class AttachUserPolicyRequest : AmazonWebServiceRequest
{
    public string? UserName { get; set; }

    public string? PolicyArn { get; set; }
}

public class AttachUserPolicyResponse : AmazonWebServiceResponse;

public class DetachUserPolicyRequest : AmazonWebServiceRequest
{
    public string? UserName { get; set; }

    public string? PolicyArn { get; set; }
}

public class DetachUserPolicyResponse : AmazonWebServiceResponse;

public class ListAttachedRolePoliciesRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    public string? Marker { get; set; }
}

public class ListAttachedRolePoliciesResponse : AmazonWebServiceResponse
{
    public List<AttachedPolicyType>? AttachedPolicies { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

public class ListAttachedUserPoliciesRequest : AmazonWebServiceRequest
{
    public string? UserName { get; set; }

    public string? Marker { get; set; }
}

public class ListAttachedUserPoliciesResponse : AmazonWebServiceResponse
{
    public List<AttachedPolicyType>? AttachedPolicies { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

public class ListEntitiesForPolicyRequest : AmazonWebServiceRequest
{
    public string? PolicyArn { get; set; }

    public string? Marker { get; set; }
}

public class ListEntitiesForPolicyResponse : AmazonWebServiceResponse
{
    public List<PolicyRole>? PolicyRoles { get; set; }

    public List<PolicyUser>? PolicyUsers { get; set; }

    public List<PolicyGroup>? PolicyGroups { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

public class AttachedPolicyType
{
    public string? PolicyArn { get; set; }

    public string? PolicyName { get; set; }
}

public class PolicyRole
{
    public string? RoleName { get; set; }

    public string? RoleId { get; set; }
}

public class PolicyUser
{
    public string? UserName { get; set; }

    public string? UserId { get; set; }
}

public class PolicyGroup
{
    public string? GroupName { get; set; }

    public string? GroupId { get; set; }
}

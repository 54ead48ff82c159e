using Amazon.Runtime;

namespace Amazon.Organizations.Model;

public class DescribeOrganizationRequest : AmazonWebServiceRequest;

public class DescribeOrganizationResponse : AmazonWebServiceResponse
{
    public Organization? Organization { get; set; }
}

public class AttachPolicyRequest : AmazonWebServiceRequest
{
    public string? PolicyId { get; set; }

    public string? TargetId { get; set; }
}

public class AttachPolicyResponse : AmazonWebServiceResponse;

public class DetachPolicyRequest : AmazonWebServiceRequest
{
    public string? PolicyId { get; set; }

    public string? TargetId { get; set; }
}

public class DetachPolicyResponse : AmazonWebServiceResponse;

public class ListPoliciesForTargetRequest : AmazonWebServiceRequest
{
    public string? TargetId { get; set; }

    public string? Filter { get; set; }

    public string? NextToken { get; set; }
}

public class ListPoliciesForTargetResponse : AmazonWebServiceResponse
{
    public List<PolicySummary>? Policies { get; set; }

    public string? NextToken { get; set; }
}

public class Organization
{
    public string? Id { get; set; }

    public string? Arn { get; set; }

    public string? MasterAccountId { get; set; }
}

public class PolicySummary
{
    public string? Id { get; set; }

    public string? Arn { get; set; }

    public string? Name { get; set; }
}

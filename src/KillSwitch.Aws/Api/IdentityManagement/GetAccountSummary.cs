using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class GetAccountSummaryRequest : AmazonIdentityManagementServiceRequest
{
    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetAccountSummaryRequest>(
        "GetAccountSummary",
        (_, _) => { },
        from => new GetAccountSummaryResponse
        {
            SummaryMap = from.Child(nameof(GetAccountSummaryResponse.SummaryMap))?.Elements()
                .ToDictionary(entry => entry.Text("key"), entry => int.Parse(entry.Text("value"), CultureInfo.InvariantCulture), StringComparer.Ordinal),
        });
}

public class GetAccountSummaryResponse : AmazonWebServiceResponse
{
    /// <summary>Counts and quotas by name, such as <c>AttachedPoliciesPerRoleQuota</c>.</summary>
    public Dictionary<string, int>? SummaryMap { get; set; }
}

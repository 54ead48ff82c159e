using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>Long-term API keys over IAM.</summary>
public sealed class BedrockKeys(AmazonIdentityManagementServiceClient iam) : IApiKeys
{
    private const string Service = "bedrock.amazonaws.com";

    public async ValueTask<IReadOnlyList<string>> ActiveAsync(string user, CancellationToken cancellation)
    {
        var keys = Pages.Each(
            marker => iam.ListServiceSpecificCredentialsAsync(new ListServiceSpecificCredentialsRequest
            {
                UserName = user,
                ServiceName = Service,
                Marker = marker,
            }, cancellation),
            page => Pages.Marker(page.IsTruncated, page.Marker),
            page => page.ServiceSpecificCredentials);
        return await keys.Where(key => key.Status == StatusType.Active).Select(key => key.ServiceSpecificCredentialId)
            .ToListAsync(cancellation);
    }

    public async ValueTask<IReadOnlyList<string>> SetAsync(
        string user, IReadOnlyCollection<string> keys, bool areActive, CancellationToken cancellation)
    {
        var gone = new List<string>();
        foreach (var key in keys)
        {
            try
            {
                await iam.UpdateServiceSpecificCredentialAsync(
                    new UpdateServiceSpecificCredentialRequest
                    {
                        UserName = user,
                        ServiceSpecificCredentialId = key,
                        Status = areActive ? StatusType.Active : StatusType.Inactive,
                    }, cancellation);
            }
            catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
            {
                gone.Add(key);
            }
        }

        var other = keys.Except(gone).ToList();
        if (other.Count == 0)
            return [];
        var active = await ActiveAsync(user, cancellation);
        return [.. other.Where(key => active.Contains(key) != areActive)];
    }
}

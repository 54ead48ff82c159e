using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;

namespace KillSwitch.Aws.Denies;

/// <summary>The long-term API keys of a user for Bedrock. The guard itself has no power over them: a person's credentials do.</summary>
public sealed class BedrockKeys(AmazonIdentityManagementServiceClient iam)
{
    private const string Service = "bedrock.amazonaws.com";

    /// <summary>The ids of those that work.</summary>
    public async Task<IReadOnlyList<string>> ActiveAsync(string user, CancellationToken cancellation)
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

    /// <summary>Deactivates or reactivates keys, and reads them back; one that was deleted meanwhile needs neither.</summary>
    /// <returns>Those that are not as they should be.</returns>
    public async Task<IReadOnlyList<string>> SetAsync(
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

using Amazon.Organizations;
using Amazon.Organizations.Model;

namespace KillSwitch.Aws.Organizations;

/// <summary>One service control policy, and whether it is attached to the guard's account.</summary>
/// <param name="organizations">AWS Organizations, with the power of the management account or of one that it delegated to.</param>
/// <param name="id"><c>p-…</c></param>
/// <param name="account">The guard's own account: the only one that it is attached to or detached from.</param>
public sealed class ControlPolicy(AmazonOrganizationsClient organizations, string id, string account)
{
    public string Account => account;

    /// <summary>
    /// The document, and whether it binds the account at all: no service control policy binds an organization's management account.
    /// </summary>
    public async Task<(string Document, bool Binds)> ReadAsync(CancellationToken cancellation)
    {
        var policy = (await organizations.DescribePolicyAsync(new DescribePolicyRequest { PolicyId = id }, cancellation)).Policy;
        // arn:aws:organizations::MANAGEMENT:policy/o-…/service_control_policy/p-…
        var management = policy?.PolicySummary?.Arn?.Split(':') is [_, _, _, _, var owner, ..] ? owner : "";
        return (policy?.Content ?? "", management != account);
    }

    public Task WriteAsync(string document, CancellationToken cancellation) =>
        organizations.UpdatePolicyAsync(new UpdatePolicyRequest { PolicyId = id, Content = document }, cancellation);

    public async Task<bool> IsAttachedAsync(CancellationToken cancellation) => await Pages.Each(
        token => organizations.ListTargetsForPolicyAsync(new ListTargetsForPolicyRequest
        {
            PolicyId = id,
            NextToken = token,
        }, cancellation),
        page => page.NextToken,
        page => page.Targets).AnyAsync(target => target.TargetId == account, cancellation);

    /// <summary>Attaching what is attached changes nothing.</summary>
    public async Task AttachAsync(CancellationToken cancellation)
    {
        try
        {
            await organizations.AttachPolicyAsync(new AttachPolicyRequest { PolicyId = id, TargetId = account }, cancellation);
        }
        catch (AmazonOrganizationsException error) when (error.Is("DuplicatePolicyAttachmentException"))
        {
            // It is attached.
        }
    }

    /// <summary>Detaching what is not attached changes nothing, and neither does detaching what is gone.</summary>
    public async Task DetachAsync(CancellationToken cancellation)
    {
        try
        {
            await organizations.DetachPolicyAsync(new DetachPolicyRequest { PolicyId = id, TargetId = account }, cancellation);
        }
        catch (AmazonOrganizationsException error) when (error.Is("PolicyNotAttachedException") || error.Is("PolicyNotFoundException"))
        {
            // It is not attached.
        }
    }
}

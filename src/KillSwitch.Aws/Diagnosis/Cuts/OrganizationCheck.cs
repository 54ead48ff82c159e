using Amazon.Organizations;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Organizations;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Organizations;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>The service control policies are there, bind the account, and say what the guard needs.</summary>
internal sealed class OrganizationCheck()
    : Check("organization-policies", ChainPart.Denies, "organizations:DescribePolicy, dynamodb:GetItem")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var wrong = new List<string>();
        var exempt = (await account.PolicyAsync(cancellation)).Policy.Exempt.Select(glob => glob.Pattern);
        foreach (var id in new[] { account.Place.AccountScp, account.Place.PrincipalScp }.OfType<string>())
        {
            try
            {
                var (document, binds) = await new ControlPolicy(account.Organizations, id, account.Place.Account).ReadAsync(cancellation);
                if (!binds)
                {
                    wrong.Add($"{id} does not bind the organization's management account");
                }
                else if (id == account.Place.AccountScp
                    ? AccountControlPolicy.Objection(document, exempt, account.Place.Account) is { } objection
                    : Unreadable(document, account.Place.KeptByScp, out objection))
                {
                    wrong.Add($"{id}: {objection}");
                }
            }
            catch (AmazonOrganizationsException error) when (error.Is("PolicyNotFoundException"))
            {
                wrong.Add($"{id} is gone");
            }
        }

        return wrong.Count == 0
            ? Finding.Ok("the service control policies are there and bind the account")
            : Finding.Fault(
                string.Join("; ", wrong),
                $"{account.Redeployment.With(DeployOption.Flag("organization", true))}, and `scpExempt` for all that the policy exempts");
    }

    private static bool Unreadable(string document, GuardResources guard, out string objection)
    {
        objection = "it is not the list of who is stopped that the guard writes";
        return PrincipalControlPolicy.Read(document, guard) is null;
    }
}

using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Core.Drills;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Drills;

/// <summary>Roles on a path of their own, made and removed by a person's own power: the guard has none for it.</summary>
/// <param name="iam">The person's.</param>
/// <param name="access">What they are allowed.</param>
/// <param name="stack">Of the guard.</param>
internal sealed class DrillRoles(AmazonIdentityManagementServiceClient iam, DrillAccess access, string stack) : IDrillRoles
{
    private const string Inline = "killswitch-drill";
    private const int SessionSeconds = 3600;

    private readonly string _path = DrillNames.Path(stack);

    public async ValueTask MakeAsync(string name, string drill, IReadOnlyList<DrillModel> models, CancellationToken cancellation)
    {
        await iam.CreateRoleAsync(
            new CreateRoleRequest
            {
                Path = _path,
                RoleName = name,
                AssumeRolePolicyDocument = access.Trust,
                Description = "Made by killswitch drill, which removes it: killswitch drill --clean",
                MaxSessionDuration = SessionSeconds,
                Tags = [new Tag { Key = DrillNames.Tag, Value = drill }],
            },
            cancellation);
        await iam.PutRolePolicyAsync(
            new PutRolePolicyRequest
            {
                RoleName = name,
                PolicyName = Inline,
                PolicyDocument = access.Permissions(
                    models.Select(model => model.Id.Id), models.SelectMany(model => model.Profiles)),
            },
            cancellation);
    }

    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellation) => await Pages.Each(
        marker => iam.ListRolesAsync(new ListRolesRequest { PathPrefix = _path, Marker = marker }, cancellation),
        page => Pages.Marker(page.IsTruncated, page.Marker),
        page => page.Roles).Select(role => role.RoleName).ToListAsync(cancellation);

    public async ValueTask RemoveAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var attached = await Pages.Each(
                marker => iam.ListAttachedRolePoliciesAsync(new ListAttachedRolePoliciesRequest
                {
                    RoleName = name,
                    Marker = marker,
                }, cancellation),
                page => Pages.Marker(page.IsTruncated, page.Marker),
                page => page.AttachedPolicies).ToListAsync(cancellation);
            foreach (var policy in attached)
            {
                await iam.DetachRolePolicyAsync(
                    new DetachRolePolicyRequest { RoleName = name, PolicyArn = policy.PolicyArn }, cancellation);
            }

            await UnlessGoneAsync(iam.DeleteRolePolicyAsync(new DeleteRolePolicyRequest
            {
                RoleName = name,
                PolicyName = Inline,
            }, cancellation));
            await iam.DeleteRoleAsync(new DeleteRoleRequest { RoleName = name }, cancellation);
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
        {
            // It is gone.
        }
    }

    private static async Task UnlessGoneAsync(Task removal)
    {
        try
        {
            await removal;
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
        {
            // It was killed before it was written.
        }
    }
}

using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Drills;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Invocations;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Tests.Drills;

/// <summary>What a drill makes in IAM is found again by its path, however far it came, and removed with all that it holds.</summary>
public sealed class DrillRolesTests(MotoServer server) : IAsyncLifetime
{
    private const string Stack = "KillSwitch";
    private const string Drill = "a1b2c3d4";
    private const string Micro = "amazon.nova-micro-v1:0";

    private static readonly string Runaway = DrillNames.Runaway(Drill);
    private static readonly string Innocent = DrillNames.Innocent(Drill);
    private static readonly IReadOnlyList<DrillModel> Models = [new(ModelId.Parse(Micro), true) { Geography = "us." + Micro }];

    private TaggedAccount _account = null!;
    private string _spending = "";
    private string _models = "";

    public async ValueTask InitializeAsync()
    {
        _account = await TaggedAccount.CreateAsync(server);
        _spending = await _account.PolicyAsync("deny-spending", SpendingDeny.Document());
        _models = await _account.PolicyAsync("deny-model", ModelDeny.Document());
        await _account.PrincipalAsync("role/agent", "bedrock:*");
    }

    public ValueTask DisposeAsync()
    {
        _account.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_role_is_on_the_drills_path_with_its_tag_and_its_one_policy()
    {
        await Roles(_account.Iam).MakeAsync(Runaway, Drill, Models, default);

        var made = (await _account.Iam.GetRoleAsync(new GetRoleRequest { RoleName = Runaway })).Role!;
        made.Arn.ShouldBe($"arn:aws:iam::{_account.Id}:role/killswitch-drill/KillSwitch/{Runaway}");
        (await _account.TagsAsync("role/" + Runaway)).ShouldBe(new Dictionary<string, string> { [DrillNames.Tag] = Drill });
        (await Roles(_account.Iam).ListAsync(default)).ShouldBe([Runaway]);
    }

    [Fact]
    public async Task Wherever_it_was_killed_the_next_one_removes_what_is_there_and_nothing_else()
    {
        for (var allowed = 0; ; allowed++)
        {
            using var dying = _account.Faulty(FaultyRequests.DyingAfter(allowed));
            var isWhole = await TryAsync(dying);

            // Who comes next removes it, and is killed at each of its own requests before it comes to the end.
            for (var next = 0; (await Roles(_account.Iam).ListAsync(default)).Count > 0; next++)
            {
                next.ShouldBeLessThan(40);
                using var cleaner = _account.Faulty(FaultyRequests.DyingAfter(next));
                try
                {
                    foreach (var role in await Roles(cleaner).ListAsync(default))
                        await Roles(cleaner).RemoveAsync(role, default);
                }
                catch (DyingClient.DeadException)
                {
                    // The next one goes on.
                }
            }

            (await _account.HoldersAsync(_spending)).ShouldBeEmpty();
            (await _account.HoldersAsync(_models)).ShouldBeEmpty();
            (await _account.Iam.GetRoleAsync(new GetRoleRequest { RoleName = "agent" })).Role.ShouldNotBeNull();
            if (isWhole)
                break;
            allowed.ShouldBeLessThan(60);
        }
    }

    [Fact]
    public async Task A_model_is_denied_to_the_one_role_and_to_nobody_else()
    {
        await Roles(_account.Iam).MakeAsync(Runaway, Drill, Models, default);
        var deny = new OneModelDeny(_account.Iam, _models, StopTags.Default, _account.Id, TimeProvider.System);

        (await deny.DenyAsync(Runaway, Micro, default)).ShouldBeNull();

        (await _account.HoldersAsync(_models)).ShouldBe(["role/" + Runaway]);
        (await _account.StoppedAsync("role/" + Runaway)).ShouldContain(Micro);
        (await _account.StoppedAsync("role/agent")).ShouldBeEmpty();
        await deny.AllowAsync(Runaway, Micro, default);
        (await _account.HoldersAsync(_models)).ShouldBeEmpty();
        (await _account.StoppedAsync("role/" + Runaway)).ShouldBeEmpty();
        (await deny.DenyAsync(Runaway, "no model, at all", default)).ShouldBe("`no model, at all` is no model that a policy can name");
        await Roles(_account.Iam).RemoveAsync(Runaway, default);
        await Roles(_account.Iam).RemoveAsync(Runaway, default);
    }

    private DrillRoles Roles(AmazonIdentityManagementServiceClient iam) => new(
        iam, new DrillAccess("us-east-1", _account.Id, $"arn:aws:iam::{_account.Id}:user/ana", DateTimeOffset.UtcNow.AddHours(1)), Stack);

    // What a drill puts into IAM, in its order; false where it was killed on the way.
    private async Task<bool> TryAsync(AmazonIdentityManagementServiceClient iam)
    {
        try
        {
            foreach (var role in (string[])[Runaway, Innocent])
                await Roles(iam).MakeAsync(role, Drill, Models, default);
            await new AttachedDeny(iam, _spending, "role/" + Runaway).AttachAsync(default);
            await new OneModelDeny(iam, _models, StopTags.Default, _account.Id, TimeProvider.System).DenyAsync(Runaway, Micro, default);
            return true;
        }
        catch (DyingClient.DeadException)
        {
            return false;
        }
    }
}

using KillSwitch.Aws.Denies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Invocations;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Denies;

public sealed class PrincipalListTests(MotoServer server) : IAsyncLifetime
{
    private TaggedAccount _account = null!;
    private string _deny = "";

    public async ValueTask InitializeAsync()
    {
        _account = await TaggedAccount.CreateAsync(server);
        _deny = await _account.PolicyAsync("deny-mantle", MantleDeny.Document());
    }

    public ValueTask DisposeAsync()
    {
        _account.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_the_guard_has_put_on_somebody_is_left_out_of_every_count()
    {
        await _account.PrincipalAsync("role/agent", "bedrock:*");
        await _account.TagAsync("role/agent", "team", "a");
        await _account.TagAsync("role/agent", StopTag.KeyPrefix + "-1", "s-1");
        await _account.Iam.AttachRolePolicyAsync(new() { RoleName = "agent", PolicyArn = _deny });
        var other = await _account.PolicyAsync("other", MantleDeny.Document());
        await _account.Iam.AttachRolePolicyAsync(new() { RoleName = "agent", PolicyArn = other });

        var one = (await ReadAsync(whole: false)).Everyone.ShouldHaveSingleItem();

        (one.Principal.Name, one.Policies, one.Tags, one.Groups).ShouldBe(("role/agent", 1, 1, 0));
        one.CreatedAt.ShouldBeInRange(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Who_may_not_spend_is_known_where_all_is_read_and_who_cannot_be_changed_either_way()
    {
        await _account.PrincipalAsync("role/agent", "bedrock:*");
        await _account.PrincipalAsync("role/backup", "s3:*");
        await _account.PrincipalAsync("role/AWSReservedSSO_Dev_0123456789abcdef", "bedrock:*");
        await _account.PrincipalAsync("user/ana", "bedrock:*");

        var whole = await ReadAsync(whole: true);

        whole.Everyone.Where(one => one.MaySpend).Select(one => one.Principal.Name)
            .ShouldBe(["role/AWSReservedSSO_Dev_0123456789abcdef", "role/agent", "user/ana"]);
        whole.Everyone.Where(one => one.IsUnmodifiable).Select(one => one.Principal.Name)
            .ShouldBe(["role/AWSReservedSSO_Dev_0123456789abcdef"]);
        whole.Quotas.PoliciesOfRole.ShouldBeGreaterThan(0);
        whole.Everyone.ShouldAllBe(one => one.CreatedAt > DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData("role/agent")]
    [InlineData("user/ana")]
    public async Task Tags_and_paths_are_those_of_people_in_the_listing_and_of_one_alone(string name)
    {
        await _account.PrincipalAsync(name, "bedrock:*");
        foreach (var (key, value) in new[] { ("Team", "payments"), (StopTag.KeyPrefix + "-1", "s-1") })
        {
            if (name.StartsWith("user/", StringComparison.Ordinal))
                await _account.Iam.TagUserAsync(new() { UserName = name[5..], Tags = [new() { Key = key, Value = value }] });
            else
                await _account.TagAsync(name, key, value);
        }

        var listed = (await ReadAsync(whole: false)).Everyone.ShouldHaveSingleItem();
        var alone = (await List().FindAsync(name, default)).ShouldBeOfType<PrincipalListing.Read>().Everyone.ShouldHaveSingleItem();

        listed.Principal.Tags.ShouldBe(TagSet.OfPrincipal([KeyValuePair.Create("Team", "payments")]));
        alone.Principal.ShouldBe(listed.Principal);
        alone.Principal.Path.ShouldBe("/");
    }

    [Theory]
    [InlineData("role/nobody")]
    [InlineData("user/nobody")]
    public async Task One_who_is_not_there_is_nobody(string name) =>
        (await List().FindAsync(name, default)).ShouldBeOfType<PrincipalListing.Read>().Everyone.ShouldBeEmpty();

    [Theory]
    [InlineData("Throttling", "IAM asked to slow down")]
    [InlineData("AccessDenied", "the guard was denied by IAM: no (`AccessDenied`): whoever manages IAM in the account gives the permission")]
    public async Task A_refusal_is_an_answer(string code, string reason)
    {
        using var service = new CannedService();
        service.Refuse(System.Net.HttpStatusCode.BadRequest, code).Refuse(System.Net.HttpStatusCode.BadRequest, code);
        using var iam = new Amazon.IdentityManagement.AmazonIdentityManagementServiceClient(
            new Amazon.Runtime.BasicAWSCredentials("test", "test"), new()
            {
                ServiceURL = service.Url.ToString(),
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
            });
        var list = new PrincipalList(iam, []);

        (await list.ReadAsync(default)).ShouldBe(new PrincipalListing.Refused(reason));
        (await list.ReadWholeAsync(default)).ShouldBe(new PrincipalListing.Refused(reason));
    }

    private PrincipalList List() => new(_account.Iam, [_deny]);

    private async Task<PrincipalListing.Read> ReadAsync(bool whole)
    {
        var list = List();
        return (await (whole ? list.ReadWholeAsync(default) : list.ReadAsync(default))).ShouldBeOfType<PrincipalListing.Read>();
    }
}

using System.Globalization;
using System.Net;
using Amazon.IdentityManagement;
using KillSwitch.Aws.Denies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Denies;

/// <summary>What the tags do to a session is proved by an evaluator; here is that they are there, and gone.</summary>
public sealed class SessionByTagTests(MotoServer server) : IAsyncLifetime
{
    private const string Role = "role/shared";

    private TaggedAccount _account = null!;
    private string _deny = "";

    public async ValueTask InitializeAsync()
    {
        _account = await TaggedAccount.CreateAsync(server);
        _deny = await _account.PolicyAsync("deny-session", SessionDeny.Document());
        await _account.PrincipalAsync(Role, "bedrock:*");
        await _account.TagAsync(Role, "team", "shop");
    }

    public ValueTask DisposeAsync()
    {
        _account.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_session_is_cut_and_let_go_and_doing_either_twice_changes_nothing()
    {
        var session = Session("nightly");
        (await Sessions().IsDeniedAsync(session, default)).ShouldBe(false);
        for (var i = 0; i < 2; i++)
        {
            (await Sessions().DenyAsync(session, default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBe(i == 1);
            (await _account.StoppedAsync(Role)).ShouldBe(["nightly"]);
            (await _account.HoldersAsync(_deny)).ShouldBe([Role]);
            (await Sessions().IsDeniedAsync(session, default)).ShouldBe(true);
        }

        for (var i = 0; i < 2; i++)
        {
            (await Sessions().AllowAsync(session, default)).ShouldBeOfType<EnforcementResult.Done>();
            (await _account.TagsAsync(Role)).ShouldBe(new Dictionary<string, string> { ["team"] = "shop" });
            (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
            (await Sessions().IsDeniedAsync(session, default)).ShouldBe(false);
        }
    }

    [Fact]
    public async Task Of_several_sessions_each_is_let_go_alone()
    {
        foreach (var name in (string[])["one", "two", "three"])
            (await Sessions().DenyAsync(Session(name), default)).ShouldBeOfType<EnforcementResult.Done>();

        await Sessions().AllowAsync(Session("two"), default);

        (await _account.StoppedAsync(Role)).ShouldBe(["one", "three"]);
        (await _account.HoldersAsync(_deny)).ShouldBe([Role]);
        (await Sessions().IsDeniedAsync(Session("one"), default)).ShouldBe(true);
        (await Sessions().IsDeniedAsync(Session("two"), default)).ShouldBe(false);
    }

    [Fact]
    public async Task As_many_sessions_at_once_as_there_are_tags_each_find_their_own()
    {
        string[] names = [
            .. Enumerable.Range(1, StopTags.Default.Sessions.Count)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"session-{number:00}"))];

        // Two functions and a person at a time.
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (name, _) =>
        {
            for (var tries = 0; await Sessions().IsDeniedAsync(Session(name), default) != true; tries++)
            {
                tries.ShouldBeLessThan(5);
                await Sessions().DenyAsync(Session(name), default);
            }
        });
        // What one wrote over another after that one had looked is put back by the next look, as the watch does it.
        foreach (var name in names)
            await Sessions().DenyAsync(Session(name), default);

        (await _account.StoppedAsync(Role)).ShouldBe(names);
        var wider = (await Sessions().DenyAsync(Session("one-more"), default)).ShouldBeOfType<EnforcementResult.Wider>();
        wider.Widening.Target.ShouldBe(new StopTarget.Principal(_account.Id, Role, Arn));
        wider.Widening.Reason.ShouldContain("role/shared has no tag free");
        (await _account.StoppedAsync(Role)).ShouldBe(names);
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("-")]
    public async Task A_name_that_no_tag_can_hold_cuts_wider_and_touches_nothing(string name)
    {
        using var service = new CannedService();
        using var iam = new AmazonIdentityManagementServiceClient(new Amazon.Runtime.BasicAWSCredentials("test", "test"),
            new AmazonIdentityManagementServiceConfig { ServiceURL = service.Url.ToString(), AuthenticationRegion = "us-east-1" });

        (await Sessions(iam).DenyAsync(Session(name), default))
            .ShouldBeOfType<EnforcementResult.Wider>().Widening.Reason.ShouldContain($"no tag can hold the name `{name}`");
        (await Sessions(iam).AllowAsync(Session(name), default)).ShouldBeOfType<EnforcementResult.Done>();
        service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_role_that_has_as_many_tags_as_it_may_cuts_wider()
    {
        using var full = _account.Faulty(FaultyRequests.Refusing("Action=TagRole", HttpStatusCode.Conflict, "LimitExceeded"));

        (await Sessions(full).DenyAsync(Session("nightly"), default)).ShouldBeOfType<EnforcementResult.Wider>();
        (await _account.HoldersAsync(_deny)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tag_that_someone_wrote_over_at_once_is_written_under_the_next_key()
    {
        var key = StopTags.Default.Sessions.Free(new Dictionary<string, string>(), "nightly")!;
        var lists = 0;
        using var racing = _account.Faulty(new FaultyRequests((_, body) =>
        {
            // Between the tag and its read-back.
            if (body.Contains("Action=ListRoleTags", StringComparison.Ordinal) && ++lists == 2)
                _account.TagAsync(Role, key, "theirs").GetAwaiter().GetResult();
            return null;
        }));

        (await Sessions(racing).DenyAsync(Session("nightly"), default)).ShouldBeOfType<EnforcementResult.Done>();

        (await _account.StoppedAsync(Role)).ShouldBe(["nightly", "theirs"]);
        (await _account.TagsAsync(Role))[key].ShouldBe("theirs");
    }

    [Fact]
    public async Task A_change_that_iam_would_not_take_at_once_with_another_is_made_again()
    {
        var refusals = 2;
        var refusing = FaultyRequests.Refusal(HttpStatusCode.Conflict, "ConcurrentModification");
        using var racing =
            _account.Faulty(
            new FaultyRequests(
            (_, body) => body.Contains("Action=TagRole", StringComparison.Ordinal) && refusals-- > 0 ? refusing() : null));

        (await Sessions(racing).DenyAsync(Session("nightly"), default)).ShouldBeOfType<EnforcementResult.Done>();

        (await _account.StoppedAsync(Role)).ShouldBe(["nightly"]);
    }

    [Fact]
    public async Task A_session_that_is_cut_while_the_last_other_one_is_let_go_keeps_its_deny()
    {
        await Sessions().DenyAsync(Session("nightly"), default);
        using var racing = _account.Faulty(new FaultyRequests((_, body) =>
        {
            // It has looked, found no tag, and detaches.
            if (body.Contains("Action=DetachRolePolicy", StringComparison.Ordinal))
                _account.TagAsync(Role, "killswitch-stopped-7", "other").GetAwaiter().GetResult();
            return null;
        }));

        await Sessions(racing).AllowAsync(Session("nightly"), default);

        (await _account.StoppedAsync(Role)).ShouldBe(["other"]);
        (await _account.HoldersAsync(_deny)).ShouldBe([Role]);
        (await Sessions().IsDeniedAsync(Session("other"), default)).ShouldBe(true);
    }

    [Fact]
    public async Task A_detached_policy_and_a_missing_tag_are_both_seen_and_put_back()
    {
        await Sessions().DenyAsync(Session("nightly"), default);
        await _account.Iam.DetachRolePolicyAsync(new() { RoleName = "shared", PolicyArn = _deny });
        (await Sessions().IsDeniedAsync(Session("nightly"), default)).ShouldBe(false);
        (await Sessions().DenyAsync(Session("nightly"), default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeFalse();

        await _account.Iam.UntagRoleAsync(new() { RoleName = "shared", TagKeys = [.. StopTags.Default.Sessions.Keys] });
        (await Sessions().IsDeniedAsync(Session("nightly"), default)).ShouldBe(false);
        (await Sessions().DenyAsync(Session("nightly"), default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeFalse();
        (await Sessions().IsDeniedAsync(Session("nightly"), default)).ShouldBe(true);
    }

    [Fact]
    public async Task A_role_that_is_gone_cannot_be_stopped_and_needs_no_restore()
    {
        var gone = new StopTarget.Session(_account.Id, "role/never-was", Arn, "nightly");

        (await Sessions().DenyAsync(gone, default)).ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.PrincipalGone);
        (await Sessions().AllowAsync(gone, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await Sessions().IsDeniedAsync(gone, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_role_that_holds_as_many_policies_as_it_may_is_said()
    {
        using var full = _account.Faulty(FaultyRequests.Refusing("Action=AttachRolePolicy", HttpStatusCode.Conflict, "LimitExceeded"));

        (await Sessions(full).DenyAsync(Session("nightly"), default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.PolicyLimitReached);
    }

    private static string Arn => "arn:aws:iam::1:role/shared";

    private StopTarget.Session Session(string name) => new(_account.Id, Role, Arn, name);

    private SessionByTag Sessions(AmazonIdentityManagementServiceClient? iam = null) =>
        new(iam ?? _account.Iam, _deny, TimeProvider.System);
}

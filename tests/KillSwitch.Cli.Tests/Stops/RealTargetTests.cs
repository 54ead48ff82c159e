using KillSwitch.Cli.Tests.Accounts;

namespace KillSwitch.Cli.Tests.Stops;

/// <summary>A stop of a name that means nothing.</summary>
public class RealTargetTests
{
    [Theory]
    [InlineData("role/nope", "there is no `role/nope` in account `111122223333`; `--anyway`")]
    [InlineData("role/agnet", "there is no `role/agnet` in account `111122223333`; near to it is `role/agent`; `--anyway`")]
    [InlineData("user/nobody", "there is no `user/nobody`")]
    [InlineData("arn:aws:iam::111122223333:role/team/nope", "there is no `role/nope`")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/nope/s", "there is no `role/nope`")]
    [InlineData("role/nope/session", "there is no `role/nope`")]
    [InlineData("role/agent/session-9", "no session `session-9` of `role/agent` has called Bedrock in the last 7 days")]
    [InlineData("model/opus", "`opus` is no model that Bedrock offers in `us-east-1`, that has a price, or that was called")]
    [InlineData("model/anthropic.claude-opuss-4-6-v1", "`model/anthropic.claude-opus-4-6-v1:0`")]
    [InlineData("model/us.anthropic.claude-opuss-4-6-v1", "`model/anthropic.claude-opus-4-6-v1:0`")]
    [InlineData("principalTag:team=shop", "no role and no user of account `111122223333` carries `principalTag:team=shop`; `--anyway`")]
    public async Task It_is_refused_with_the_nearest_names_and_nothing_is_written(string target, string says)
    {
        using var account = new GuardStandIn();
        var run = await StopAsync(account, target);

        (run.ExitCode, run.Output).ShouldBe((2, ""), run.Error);
        run.Error.ShouldStartWith("killswitch: nothing was changed: ");
        run.Error.ShouldContain(says);
        account.Asked.ShouldNotContain("TransactWriteItems");
    }

    [Theory]
    [InlineData("role/nope", "--anyway")]
    [InlineData("model/opus", "--anyway")]
    [InlineData("role/agent")]
    [InlineData("model/us.anthropic.claude-opus-4-6-v1")]
    [InlineData("account")]
    [InlineData("principalTag:team=shop", "--anyway")]
    [InlineData("principalTag:team=(none)")]
    [InlineData("tag:team=shop")]
    public async Task What_is_there_or_meant_is_stopped(params string[] target)
    {
        using var account = new GuardStandIn();
        await StopAsync(account, target);

        account.Asked.ShouldContain("TransactWriteItems");
    }

    [Theory]
    [InlineData("ListAttachedRolePolicies", "role/agent", "whether there is `role/agent` could not be looked up in IAM")]
    [InlineData("/inference-profiles", "model/anthropic.claude-nine", "whether Bedrock has `anthropic.claude-nine` could not be looked up")]
    public async Task What_cannot_be_looked_up_is_said_and_not_refused(string operation, string target, string says)
    {
        using var account = new GuardStandIn();
        foreach (var one in new[] { operation, operation + "?maxResults=1000" })
            account.Refuses[one] = (403, "AccessDeniedException");
        var run = await StopAsync(account, target);

        run.Error.ShouldContain(says);
        account.Asked.ShouldContain("TransactWriteItems", string.Join(", ", account.Asked));
    }

    private static async Task<Run> StopAsync(GuardStandIn account, params string[] target)
    {
        using var process = CliProcess.Start(account.Environment, ["stop", .. target, "--reason", "a test", "--stack", "KillSwitch"]);
        return await process.EndAsync();
    }
}

using System.Text.Json;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.Tests.Accounts;

namespace KillSwitch.Cli.Tests.Deploying;

public sealed class DestroyVerbTests : IDisposable
{
    private readonly CloudStandIn _cloud = new();
    private readonly ReleaseFolder _release = new();

    public void Dispose()
    {
        _cloud.Dispose();
        _release.Dispose();
    }

    [Fact]
    public async Task Sensors_go_first_then_home_then_the_code_and_what_remains_is_said()
    {
        (await RunAsync("deploy", "--from", _release.Folder, "--yes", "-c", "regions=us-west-2")).ExitCode.ShouldBe(ExitCode.Done);
        _cloud.Asked.Clear();

        var run = await RunAsync("destroy", "--yes");

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldBe("""
            KillSwitch-sensor in us-west-2: removed.
            KillSwitch in us-east-1: removed.
            What it held remains, and a later deployment starts with new ones:
              AWS::DynamoDB::Table KillSwitch-Table (us-east-1)

            """);
        _cloud.Changes.ShouldBe(
            ["UpdateTerminationProtection us-west-2", "DeleteStack us-west-2", "UpdateTerminationProtection", "DeleteStack"]);
        _cloud.Objects.ShouldBeEmpty();
        (await RunAsync("destroy", "--yes")).Error.ShouldContain("no guard called `KillSwitch` is deployed in `us-east-1`");
    }

    [Fact]
    public async Task A_bucket_that_another_guard_uses_or_that_somebody_else_made_stays()
    {
        await RunAsync("deploy", "--from", _release.Folder, "--yes");
        await RunAsync("deploy", "--from", _release.Folder, "--yes", "-c", "stackName=Second");

        var run = await RunAsync("destroy", "--yes", "--stack", "Second");

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Error.ShouldContain("its code is gone from killswitch-code-111122223333-us-east-1, which others use");
        _cloud.Objects.Keys.ShouldContain(key => key.Contains("/KillSwitch/", StringComparison.Ordinal));
        _cloud.Objects.Keys.ShouldNotContain(key => key.Contains("/Second/", StringComparison.Ordinal));

        // Nobody's mark is on it any more.
        _cloud.Objects["killswitch-code-111122223333-us-east-1"] = "";
        (await RunAsync("destroy", "--yes")).ExitCode.ShouldBe(ExitCode.Done);
        _cloud.Objects.Keys.ShouldContain(key => key.Contains("/KillSwitch/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ROLLBACK_COMPLETE")]
    [InlineData("DELETE_FAILED")]
    [InlineData("UPDATE_ROLLBACK_FAILED")]
    [InlineData("REVIEW_IN_PROGRESS")]
    public async Task What_can_only_be_removed_is_removed(string status)
    {
        var stack = _cloud.Put("KillSwitch", status, ReleaseFolder.Guard);
        stack.IsProtected = true;

        (await RunAsync("destroy", "--yes")).ExitCode.ShouldBe(ExitCode.Done);

        stack.Status.ShouldBe("DELETE_COMPLETE");
    }

    [Theory]
    [InlineData("CREATE_COMPLETE")]
    [InlineData("DELETE_FAILED")]
    [InlineData("UPDATE_IN_PROGRESS", ReleaseFolder.Guard, "CloudFormation is busy")]
    public async Task A_stack_of_something_else_and_one_that_is_busy_are_left_alone(
        string status, string template = """{ "Description": "a shop", "Resources": {} }""", string says = "is a stack of something else")
    {
        _cloud.Put("KillSwitch", status, template);

        var run = await RunAsync("destroy", "--yes");

        run.ExitCode.ShouldBe(ExitCode.Refused);
        run.Error.ShouldContain(says);
        _cloud.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_removal_that_fails_says_the_first_fault_and_can_be_run_again()
    {
        await RunAsync("deploy", "--from", _release.Folder, "--yes");
        _cloud.Fails = ("SetupFunction", "Custom::KillSwitchSetup", "it did not answer", "DELETE_FAILED");

        var failed = await RunAsync("destroy", "--yes");

        failed.ExitCode.ShouldBe(ExitCode.AwsRefused);
        failed.Error.ShouldContain("`KillSwitch` in `us-east-1` could not be removed whole (DELETE_FAILED): `SetupFunction` "
            + "(Custom::KillSwitchSetup): it did not answer; mend what is said, and run it again");
        // What it was made from stays with it.
        _cloud.Objects.Keys.ShouldContain(key => key.Contains("/KillSwitch/", StringComparison.Ordinal));
        (await RunAsync("destroy", "--yes")).ExitCode.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public async Task JSON_says_what_is_gone_and_what_remains()
    {
        await RunAsync("deploy", "--from", _release.Folder, "--yes");

        var json = JsonElement.Parse((await RunAsync("destroy", "--yes", "--output", "json")).Output);

        json.GetProperty("removed")[0].GetProperty("stack").GetString().ShouldBe("KillSwitch");
        json.GetProperty("remains")[0].GetProperty("name").GetString().ShouldBe("KillSwitch-Table");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_the_parameter_sensors_are_known_by_the_functions_or_the_stack(bool hasWatch)
    {
        await RunAsync("deploy", "--from", _release.Folder, "--yes", "-c", "regions=us-west-2");
        (_cloud.Parameter, _cloud.HasWatch) = ("{", hasWatch);

        var run = await RunAsync("destroy", "--yes");

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Error.ShouldContain("is not what a deployment writes");
        run.Output.ShouldContain("KillSwitch-sensor in us-west-2: removed.");
    }

    [Fact]
    public async Task A_sensor_whose_region_was_disabled_since_remains_and_home_goes()
    {
        await RunAsync("deploy", "--from", _release.Folder, "--yes", "-c", "regions=us-west-2");
        _cloud.Disabled.Add("us-west-2");

        var run = await RunAsync("destroy", "--yes");

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("KillSwitch in us-east-1: removed.");
        run.Output.ShouldNotContain("us-west-2: removed.");
        run.Output.ShouldContain("AWS::CloudFormation::Stack KillSwitch-sensor (us-west-2)");
    }

    [Fact]
    public async Task Files_that_were_left_when_the_stack_went_are_removed_by_the_next_run()
    {
        await RunAsync("deploy", "--from", _release.Folder, "--yes");
        _cloud.Refuses["POST bucket?delete"] = (403, "AccessDenied", "Access Denied");
        (await RunAsync("destroy", "--yes")).ExitCode.ShouldBe(ExitCode.AwsRefused);
        _cloud.Refuses.Clear();

        (await RunAsync("destroy", "--yes")).ExitCode.ShouldBe(ExitCode.Done);

        _cloud.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_terminal_and_without_yes_nothing_is_removed()
    {
        var run = await RunAsync("destroy");

        (run.ExitCode, run.Output).ShouldBe((ExitCode.Refused, ""));
        run.Error.ShouldContain("nobody can be asked without a terminal, and nothing was removed: `--yes` removes it without asking");
        _cloud.Asked.ShouldBeEmpty();
    }

    private async Task<Run> RunAsync(params string[] arguments)
    {
        using var process = CliProcess.Start(_cloud.Environment, arguments);
        return await process.EndAsync();
    }
}

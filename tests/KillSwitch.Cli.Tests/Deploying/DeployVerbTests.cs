using System.Text.Json;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.Tests.Accounts;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Tests.Deploying;

/// <summary><c>deploy</c>, as a process at an account that has states and refusals of AWS's.</summary>
public sealed class DeployVerbTests : IDisposable
{
    private const string Bucket = "killswitch-code-111122223333-us-east-1";

    private readonly CloudStandIn _cloud = new();
    private readonly ReleaseFolder _release = new();

    public void Dispose()
    {
        _cloud.Dispose();
        _release.Dispose();
    }

    [Fact]
    public async Task A_first_deployment_makes_the_bucket_shows_permissions_first_and_ends_with_the_next_step()
    {
        var run = await DeployAsync("-c", "email=you@example.com");

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Output.Split('\n').Select(line => line.TrimEnd()).ShouldBe(
        [
            "KillSwitch in us-east-1, new, release 0.9.12",
            "  email: you@example.com",
            "  operators: role/Deployer",
            "Permissions",
            "  + Watch role",
            "    bedrock: Stop* on arn:aws:bedrock:*:111122223333:*",
            "  + what is only read",
            "    Watch role: 1 of bedrock",
            "  `--output json` has each statement, with its conditions and resources.",
            "Resources",
            "  added: AWS::DynamoDB::Table, AWS::IAM::Role",
            "In short: 2 resources added.",
            "What can grant or deny comes to: Watch role.",
            "AWS writes to you@example.com, and nothing is sent there until that is confirmed.",
            "KillSwitch in us-east-1: deployed, release 0.9.12.",
            "  NextStep  killswitch doctor",
            "",
        ]);
        var home = Home();
        home.Status.ShouldBe("CREATE_COMPLETE");
        home.IsProtected.ShouldBeTrue();
        home.Parameters["operators"].ShouldBe("role/Deployer");
        home.Parameters["codeBucket"].ShouldBe(Bucket);
        home.Parameters["codeKey"].ShouldStartWith("KillSwitch/kill-switch-lambda-x86_64-");
        _cloud.Objects.Keys.ShouldContain($"{Bucket}/{home.Parameters["codeKey"]}");
        // The mark of a bucket that is finished comes last.
        _cloud.Asked.Where(one => one.StartsWith("PUT bucket", StringComparison.Ordinal)).ShouldBe(
            ["PUT bucket", "PUT bucket?publicAccessBlock", "PUT bucket?encryption", "PUT bucket?versioning", "PUT bucket?lifecycle",
                "PUT bucket?tagging"]);
        // Protected before it begins: whoever waits for its end may not be there then.
        _cloud.Changes.ShouldBe(["CreateChangeSet", "UpdateTerminationProtection", "ExecuteChangeSet"]);
    }

    [Fact]
    public async Task The_same_again_is_nothing_to_change()
    {
        await DeployAsync();
        _cloud.Asked.Clear();

        var run = await DeployAsync();

        (run.ExitCode, run.Output).ShouldBe((ExitCode.Done, "KillSwitch in us-east-1: nothing to change.\n"), run.Error);
        _cloud.Changes.ShouldBe(["CreateChangeSet", "DeleteChangeSet"]);
        _cloud.Asked.ShouldNotContain("PUT bucket");
        run.Error.ShouldContain("`--repair` puts back");
        _cloud.DeploymentModes.ShouldBe(["", ""]);
    }

    [Fact]
    public async Task A_repair_compares_with_what_is_there_where_something_is()
    {
        await DeployAsync("--repair");
        var again = await DeployAsync("--repair");

        _cloud.DeploymentModes.ShouldBe(["", "REVERT_DRIFT"]);
        again.Error.ShouldNotContain("--repair");
    }

    [Fact]
    public async Task A_guard_of_another_name_has_it_written_into_its_template()
    {
        (await DeployAsync("-c", "stackName=Second")).ExitCode.ShouldBe(ExitCode.Done);

        _cloud.Stacks.Single(stack => stack.Name == "Second").Template.ShouldContain("Kill switch for Amazon Bedrock: Second");
    }

    [Fact]
    public async Task What_is_to_go_with_the_stack_has_that_in_its_template_and_keeps_it()
    {
        await DeployAsync("-c", "retainData=false");

        Home().Template.ShouldNotContain("RetainExceptOnCreate");
        (await DeployAsync()).Output.ShouldBe("KillSwitch in us-east-1: nothing to change.\n");
        await DeployAsync("-c", "retainData=true");
        Home().Template.ShouldContain("RetainExceptOnCreate");
    }

    [Fact]
    public async Task What_is_not_named_stays_and_what_is_named_without_a_value_has_its_default_again()
    {
        await DeployAsync("-c", "runningJobs=report", "-c", "email=a@example.com", "-c", "terminationProtection=false");
        var update = await DeployAsync("-c", "email=");

        update.ExitCode.ShouldBe(ExitCode.Done, update.Error);
        update.Output.ShouldContain("email: a@example.com, now nothing");
        (Home().Parameters["runningJobs"], Home().Parameters["email"], Home().IsProtected).ShouldBe(("report", "", false));

        var back = await DeployAsync("-c", "runningJobs=", "-c", "terminationProtection=true");
        back.Output.ShouldContain("+ WatchRole may bedrock:Stop* on arn:aws:bedrock:*:111122223333:*");
        back.Output.ShouldNotContain("bedrock:List*");
        (Home().Parameters["runningJobs"], Home().IsProtected).ShouldBe(("stop", true));
        // A table that is replaced loses what is in it.
        back.Output.ShouldContain("replaced by another AWS::DynamoDB::Table: LedgerTable");
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_leaves_no_stack()
    {
        var run = await DeployAsync(["-c", "regions=us-west-2", "--dry-run"]);

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("+ Watch role");
        run.Output.ShouldContain("What changes in us-west-2 is known when home is deployed.");
        _cloud.Find("KillSwitch").ShouldBeNull();
        _cloud.Changes.ShouldBe(["CreateChangeSet", "DeleteChangeSet", "DeleteStack"]);
    }

    [Fact]
    public async Task Whoever_only_looks_takes_nothing_from_who_is_asked_meanwhile()
    {
        _cloud.Put("KillSwitch", "REVIEW_IN_PROGRESS", ReleaseFolder.Guard);

        var run = await DeployAsync("--dry-run");

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        _cloud.Changes.ShouldBe(["CreateChangeSet", "DeleteChangeSet"]);
        Home().Status.ShouldBe("REVIEW_IN_PROGRESS");
    }

    [Fact]
    public async Task Sensors_come_after_home_and_one_that_is_no_longer_asked_for_goes_before_it()
    {
        var first = await DeployAsync("-c", "regions=us-west-2,eu-central-1");
        first.ExitCode.ShouldBe(ExitCode.Done, first.Error);
        Home().Parameters["regions"].ShouldBe("us-west-2,eu-central-1");
        var sensor = _cloud.Find("KillSwitch-sensor", "eu-central-1").ShouldNotBeNull();
        (sensor.Status, sensor.IsProtected, sensor.Parameters["homeTable"], sensor.Parameters["codeBucket"])
            .ShouldBe(("CREATE_COMPLETE", true, "KillSwitch-Table", "killswitch-code-111122223333-eu-central-1"));
        _cloud.Asked.Clear();

        var second = await DeployAsync("-c", "regions=eu-central-1");

        second.ExitCode.ShouldBe(ExitCode.Done, second.Error);
        second.Output.ShouldContain("Before that, the sensor of us-west-2 is removed: it is no longer asked for.");
        _cloud.Changes.ShouldBe(
        [
            "CreateChangeSet", "UpdateTerminationProtection us-west-2", "DeleteStack us-west-2", "ExecuteChangeSet",
            "CreateChangeSet eu-central-1", "DeleteChangeSet eu-central-1",
        ]);
        _cloud.Objects.Keys.ShouldNotContain("killswitch-code-111122223333-us-west-2");
        _cloud.Find("KillSwitch-sensor", "us-west-2").ShouldBeNull();
        // Not named, they stay.
        (await DeployAsync()).ExitCode.ShouldBe(ExitCode.Done);
        _cloud.Find("KillSwitch-sensor", "eu-central-1").ShouldNotBeNull();
    }

    [Fact]
    public async Task All_regions_are_those_that_answer_and_a_sensor_whose_region_does_not_stays()
    {
        (_cloud.Bedrock["us-east-1"], _cloud.Bedrock["us-west-2"], _cloud.Bedrock["eu-central-1"]) = (null, null, null);
        var first = await DeployAsync("-c", "regions=all");
        first.ExitCode.ShouldBe(ExitCode.Done, first.Error);
        Home().Parameters["regions"].ShouldBe("eu-central-1,us-west-2");

        _cloud.Bedrock["us-west-2"] = "AccessDeniedException";
        var second = await DeployAsync("-c", "regions=all");

        second.ExitCode.ShouldBe(ExitCode.Done, second.Error);
        second.Error.ShouldContain("killswitch: not heard: us-west-2: ");
        second.Error.ShouldNotContain("ap-east-1");
        Home().Parameters["regions"].ShouldBe("eu-central-1,us-west-2");
        _cloud.Find("KillSwitch-sensor", "us-west-2").ShouldNotBeNull();
    }

    [Fact]
    public async Task Protection_alone_is_put_on_and_taken_off()
    {
        await DeployAsync();

        var off = await DeployAsync("-c", "terminationProtection=false");

        (off.ExitCode, off.Output).ShouldBe((ExitCode.Done, "KillSwitch in us-east-1: nothing to change.\n"), off.Error);
        off.Error.ShouldContain("KillSwitch in us-east-1: termination protection is off");
        Home().IsProtected.ShouldBeFalse();
        await DeployAsync();
        Home().IsProtected.ShouldBeFalse();
        await DeployAsync("-c", "terminationProtection=");
        Home().IsProtected.ShouldBeTrue();
    }

    [Fact]
    public async Task JSON_says_all_of_it()
    {
        var run = await DeployAsync("--output", "json", "-c", "regions=us-west-2");

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        var json = JsonElement.Parse(run.Output);
        json.GetProperty("version").GetString().ShouldBe("0.9.12");
        var stacks = json.GetProperty("stacks").EnumerateArray().ToList();
        stacks.Select(one => $"{one.GetProperty("stack")} {one.GetProperty("region")} {one.GetProperty("outcome")}").ShouldBe(
            ["KillSwitch us-east-1 deployed", "KillSwitch-sensor us-west-2 deployed"]);
        stacks[0].GetProperty("permissionsGained")[0].GetProperty("what").EnumerateArray().Select(one => one.GetString())
            .ShouldBe(["bedrock:List*", "bedrock:Stop*"]);
        stacks[0].GetProperty("outputs").GetProperty("NextStep").GetString().ShouldBe("killswitch doctor");
    }

    [Fact]
    public async Task A_first_deployment_that_fails_says_the_first_fault_and_is_cleared_away_by_the_next()
    {
        _cloud.Fails = ("SetupFunction12345678", "Custom::KillSwitchSetup", "a bucket alone gets the logs", "ROLLBACK_COMPLETE");
        var failed = await DeployAsync();

        failed.ExitCode.ShouldBe(ExitCode.AwsRefused);
        failed.Error.ShouldContain("killswitch: the deployment of `KillSwitch` in `us-east-1` failed (ROLLBACK_COMPLETE): "
            + "`SetupFunction12345678` (Custom::KillSwitchSetup): a bucket alone gets the logs; nothing of it is left but its name: mend what "
            + "is said, and run it again");
        failed.Error.ShouldContain("CREATE_FAILED");
        Home().IsProtected.ShouldBeFalse();

        // As the CDK leaves it.
        Home().IsProtected = true;
        (await DeployAsync(["--dry-run"])).ExitCode.ShouldBe(ExitCode.Refused);
        var again = await DeployAsync();
        again.ExitCode.ShouldBe(ExitCode.Done, again.Error);
        again.Error.ShouldContain("removing what is left of a first deployment that failed");
        Home().Status.ShouldBe("CREATE_COMPLETE");
    }

    [Fact]
    public async Task An_update_that_fails_is_put_back_and_says_so()
    {
        await DeployAsync();
        _cloud.Fails = ("WatchRole", "AWS::IAM::Role", "You may not do iam:PutRolePolicy", "UPDATE_ROLLBACK_COMPLETE");

        var run = await DeployAsync("-c", "runningJobs=report");

        run.ExitCode.ShouldBe(ExitCode.AwsRefused);
        run.Error.ShouldContain("You may not do iam:PutRolePolicy; CloudFormation put back what was there before");
        (Home().Parameters["runningJobs"], Home().IsProtected).ShouldBe(("stop", true));
    }

    [Theory]
    [InlineData("UPDATE_ROLLBACK_FAILED", "aws cloudformation continue-update-rollback --stack-name KillSwitch --region us-east-1")]
    [InlineData("UPDATE_IN_PROGRESS", "CloudFormation is busy with `KillSwitch` in `us-east-1` (UPDATE_IN_PROGRESS), and nothing was changed")]
    [InlineData("DELETE_IN_PROGRESS", "CloudFormation is busy")]
    [InlineData("DELETE_FAILED", "`killswitch destroy` finishes it")]
    public async Task A_stack_that_cannot_be_deployed_to_is_left_alone(string status, string says)
    {
        _cloud.Put("KillSwitch", status, ReleaseFolder.Guard);

        var run = await DeployAsync();

        (run.ExitCode, run.Output).ShouldBe((ExitCode.Refused, ""));
        run.Error.ShouldContain(says);
        _cloud.Changes.ShouldBeEmpty();
        _cloud.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sensor_that_cannot_be_deployed_to_is_said_before_home_is_touched()
    {
        _cloud.Put("KillSwitch-sensor", "UPDATE_ROLLBACK_FAILED", ReleaseFolder.Sensor, "us-west-2");

        var run = await DeployAsync("-c", "regions=us-west-2");

        run.ExitCode.ShouldBe(ExitCode.Refused);
        run.Error.ShouldContain("`KillSwitch-sensor` in `us-west-2`");
        _cloud.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stack_of_something_else_is_left_alone()
    {
        _cloud.Put("KillSwitch", "CREATE_COMPLETE", """{ "Description": "a shop", "Resources": {} }""");

        var run = await DeployAsync();

        run.ExitCode.ShouldBe(ExitCode.Refused);
        run.Error.ShouldContain("`KillSwitch` in `us-east-1` is a stack of something else, and was left alone");
        _cloud.Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_guard_takes_the_place_of_a_sensor(bool isNamed)
    {
        _cloud.Put("KillSwitch-sensor", "CREATE_COMPLETE", ReleaseFolder.Sensor);
        var environment = _cloud.Environment.ToDictionary();
        if (!isNamed)
            environment["KILLSWITCH_STACK"] = "KillSwitch-sensor";

        using var process = CliProcess.Start(environment, Line(isNamed ? ["-c", "stackName=KillSwitch-sensor"] : []));
        var run = await process.EndAsync();

        (run.ExitCode, run.Output).ShouldBe((ExitCode.BadInput, ""));
        run.Error.ShouldContain("`KillSwitch-sensor` is no name of a guard: so the sensors of `KillSwitch` are called");
        _cloud.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_CDK_deployed_is_updated_and_what_it_was_told_stays_as_far_as_the_guard_knows_it()
    {
        _cloud.Put("KillSwitch", "CREATE_COMPLETE", ReleaseFolder.Guard.Replace("codeBucket", "old", StringComparison.Ordinal))
            .Parameters["BootstrapVersion"] = "/cdk-bootstrap/hnb659fds/version";

        var run = await DeployAsync();

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Error.ShouldContain("`KillSwitch` was deployed by the CDK, which keeps no options in the stack: chat, mantleCallers, operators,");
        Home().Parameters["operators"].ShouldBe("role/oncall");
        Home().Parameters.ShouldNotContainKey("BootstrapVersion");
    }

    [Theory]
    [InlineData("CreateChangeSet", 403, "AccessDenied",
        "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: cloudformation:CreateChangeSet on resource: arn:x",
        "AWS said no: `arn:aws:iam::111122223333:user/ana` may not do `cloudformation:CreateChangeSet` on `arn:x`")]
    [InlineData("PUT bucket", 403, "AccessDenied", "Access Denied", "you may not do `s3:CreateBucket` on the bucket `" + Bucket + "`")]
    [InlineData("PUT object", 403, "AccessDenied", "Access Denied", "you may not do `s3:PutObject` on the bucket `" + Bucket + "`")]
    [InlineData("PUT bucket", 409, "BucketAlreadyExists", "it is taken", "the bucket `" + Bucket + "` belongs to another account")]
    [InlineData("GetCallerIdentity", 403, "ExpiredToken", "The security token is expired", "the credentials have expired (`ExpiredToken`)")]
    [InlineData("DescribeStacks", 403, "AccessDenied", "User: a is not authorized to perform: cloudformation:DescribeStacks",
        "may not do `cloudformation:DescribeStacks`")]
    public async Task A_refusal_is_one_sentence_that_names_the_action(
        string operation, int status, string code, string message, string says)
    {
        _cloud.Refuses[operation] = (status, code, message);

        var run = await DeployAsync();

        (run.ExitCode, run.Output).ShouldBe((ExitCode.AwsRefused, ""));
        run.Error.ShouldContain(says);
        _cloud.Changes.ShouldNotContain("ExecuteChangeSet");
    }

    [Fact]
    public async Task A_bucket_of_another_account_is_not_written_to()
    {
        _cloud.OfOthers.Add(Bucket);

        var run = await DeployAsync();

        run.ExitCode.ShouldBe(ExitCode.AwsRefused);
        run.Error.ShouldContain($"the bucket `{Bucket}` belongs to another account, or you may not do `s3:ListBucket` on it");
        _cloud.Asked.ShouldNotContain("PUT object");
    }

    [Fact]
    public async Task A_bucket_that_is_named_is_used_as_it_is_and_again()
    {
        (await DeployAsync("--bucket", "acme-code")).Error.ShouldContain("there is no bucket `acme-code` in this account");
        _cloud.Objects["acme-code"] = "";

        (await DeployAsync("--bucket", "acme-code")).ExitCode.ShouldBe(ExitCode.Done);
        (await DeployAsync("-c", "email=a@example.com")).ExitCode.ShouldBe(ExitCode.Done);

        Home().Parameters["codeBucket"].ShouldBe("acme-code");
        _cloud.Asked.ShouldNotContain(one => one.StartsWith("PUT bucket", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_that_expires_while_CloudFormation_works_says_that_it_goes_on()
    {
        var run = await WhileItWorksAsync(() => _cloud.Refuses["DescribeStacks"] = (403, "ExpiredToken", "expired"));

        run.ExitCode.ShouldBe(ExitCode.AwsRefused);
        run.Error.ShouldContain("AWS said no: the credentials have expired (`ExpiredToken`)");
        run.Error.ShouldContain("CloudFormation goes on with `KillSwitch` in `us-east-1` by itself");
    }

    [Theory]
    [InlineData("HEAD bucket", "nothing was changed|may have been made")]
    [InlineData("CreateChangeSet", "nothing of `KillSwitch` in `us-east-1` was changed")]
    [InlineData("ExecuteChangeSet", "CloudFormation goes on with `KillSwitch` in `us-east-1` by itself")]
    public async Task Whoever_interrupts_it_hears_what_stands(string at, string says)
    {
        _cloud.Hangs = at;
        using var process = CliProcess.Start(_cloud.Environment, Line([]));
        await _cloud.Held.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        process.Signal("INT");
        var run = await process.EndAsync();

        run.ExitCode.ShouldBe(ExitCode.Interrupted);
        run.Error.ShouldMatch($"killswitch: interrupted; .*({says})");
    }

    [Fact]
    public async Task Whoever_interrupts_it_while_CloudFormation_works_hears_that_it_goes_on_and_the_next_run_finds_it_done()
    {
        using (var process = CliProcess.Start(_cloud.Environment, Line([])))
        {
            while (!_cloud.Asked.Contains("ExecuteChangeSet"))
                await Task.Delay(20, TestContext.Current.CancellationToken);
            _cloud.Hangs = "DescribeStacks";
            await _cloud.Held.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            process.Signal("TERM");
            (await process.EndAsync()).Error.ShouldContain("run `killswitch deploy` again when it is done");
        }

        _cloud.Hangs = null;
        (Home().Status, Home().EndsIn) = ("CREATE_COMPLETE", null);
        var again = await DeployAsync();
        (again.ExitCode, again.Output).ShouldBe((ExitCode.Done, "KillSwitch in us-east-1: nothing to change.\n"), again.Error);
        Home().IsProtected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_moment_without_an_answer_ends_nothing_while_CloudFormation_works()
    {
        var run = await WhileItWorksAsync(() =>
        {
            _cloud.Refuses["DescribeStackEvents"] = (400, "Throttling", "Rate exceeded");
            _ = Task.Delay(1500).ContinueWith(_ => _cloud.Refuses.Clear(), TaskScheduler.Default);
        });

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
    }

    [Fact]
    public async Task Without_a_terminal_and_without_yes_nothing_is_done()
    {
        using var process = CliProcess.Start(_cloud.Environment, "deploy", "--from", _release.Folder);
        var run = await process.EndAsync();

        (run.ExitCode, run.Output).ShouldBe((ExitCode.Refused, ""));
        run.Error.ShouldContain("nobody can be asked without a terminal, and nothing was deployed: `--yes` deploys without asking");
        _cloud.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("cn-north-1", "`cn-north-1` is not allowed for `regions`: it is in the partition `aws-cn`; allowed: regions of `aws`")]
    [InlineData("us-east-1,us-west-2", "`us-east-1` is not allowed for `regions`: the guard lives there")]
    [InlineData("all,us-west-2", "`all` stands alone, and `all,us-west-2` is not allowed for `regions`")]
    public async Task Regions_that_cannot_have_a_sensor_are_one_sentence_before_anything_is_made(string regions, string says)
    {
        var run = await DeployAsync(["-c", "regions=" + regions, "--dry-run"]);

        (run.ExitCode, run.Output).ShouldBe((ExitCode.BadInput, ""));
        run.Error.ShouldContain(says);
        _cloud.Objects.ShouldBeEmpty();
        _cloud.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task All_regions_that_are_more_than_a_release_has_room_for_are_named_and_nothing_is_made()
    {
        using var release = new ReleaseFolder(ReleaseFolder.Guard.Replace(
            "\"regions\": { \"Type\": \"String\",",
            "\"regions\": { \"Type\": \"String\", \"AllowedPattern\": \"^([a-z0-9-]+(,[a-z0-9-]+)?)?$\",",
            StringComparison.Ordinal));
        foreach (var region in (string[])["us-west-2", "eu-central-1", "eu-west-1"])
            _cloud.Bedrock[region] = null;

        using var process = CliProcess.Start(_cloud.Environment, "deploy", "--from", release.Folder, "--yes", "-c", "regions=all");
        var run = await process.EndAsync();

        run.ExitCode.ShouldBe(ExitCode.BadInput);
        run.Error.ShouldContain("`regions=all` stands for 3 regions here, and a release has room for 2: eu-central-1, eu-west-1, us-west-2; "
            + "allowed: `regions=` and up to 2 of them");
        _cloud.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_region_that_is_not_enabled_is_said_before_home_is_touched()
    {
        _cloud.Disabled.Add("us-west-2");

        var run = await DeployAsync("-c", "regions=us-west-2");

        run.ExitCode.ShouldBe(ExitCode.AwsRefused);
        run.Error.ShouldContain("`us-west-2` is not enabled in this account, and nothing was deployed");
        _cloud.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sensor_whose_region_was_disabled_since_keeps_no_deployment_from_its_end()
    {
        await DeployAsync("-c", "regions=us-west-2");
        _cloud.Disabled.Add("us-west-2");

        var run = await DeployAsync("-c", "regions=");

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Error.ShouldContain("`us-west-2` is not enabled in this account any more, so `KillSwitch-sensor` stays there");
        Home().Parameters["regions"].ShouldBe("");
    }

    [Fact]
    public async Task The_stack_may_be_named_as_everywhere_else_but_not_two_of_them()
    {
        (await DeployAsync("--stack", "Second")).ExitCode.ShouldBe(ExitCode.Done);

        _cloud.Find("Second").ShouldNotBeNull().Template.ShouldContain("Kill switch for Amazon Bedrock: Second");
        var both = await DeployAsync("--stack", "Second", "-c", "stackName=Third");
        both.ExitCode.ShouldBe(ExitCode.BadInput);
        both.Error.ShouldContain("`--stack Second` and `-c stackName=Third` name two stacks");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("no JSON")]
    public async Task A_parameter_that_is_gone_or_damaged_is_written_again_from_what_the_functions_are_told(string parameter)
    {
        await DeployAsync("-c", "regions=us-west-2");
        _cloud.Parameter = parameter;

        (await DeployAsync(["--dry-run"])).Output.ShouldContain("it is written again, from what the guard's functions are told");
        _cloud.Parameter.ShouldBe(parameter);
        var run = await DeployAsync();

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        JsonElement.Parse(_cloud.Parameter).GetProperty("sensors").GetString().ShouldBe("us-west-2");
        (await DeployAsync()).Output.ShouldStartWith("KillSwitch in us-east-1: nothing to change.");

        // A sensor that is dropped then is not forgotten.
        _cloud.Parameter = parameter;
        (await DeployAsync("-c", "regions=")).ExitCode.ShouldBe(ExitCode.Done);
        _cloud.Find("KillSwitch-sensor", "us-west-2").ShouldBeNull();
    }

    [Fact]
    public async Task Where_it_cannot_be_found_again_the_commands_that_put_it_back_are_named()
    {
        await DeployAsync();
        (_cloud.Parameter, _cloud.HasWatch) = ("", false);
        _cloud.Asked.Clear();

        var run = await DeployAsync();

        (run.ExitCode, run.Output).ShouldBe((ExitCode.BadInput, ""));
        run.Error.ShouldContain("the parameter `/killswitch/KillSwitch/guard` is gone");
        run.Error.ShouldContain("`aws ssm put-parameter --name /killswitch/KillSwitch/guard");
        _cloud.Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "the stack `KillSwitch` is there in `us-east-1`, and its parameter `/killswitch/KillSwitch/guard` is gone: "
        + "`killswitch deploy --region us-east-1` writes it again")]
    [InlineData("{}", "`killswitch deploy --region us-east-1` writes it again")]
    public async Task Status_says_that_the_stack_is_there_and_what_writes_its_parameter_again(string parameter, string says)
    {
        await DeployAsync();
        _cloud.Parameter = parameter;

        using var process = CliProcess.Start(_cloud.Environment, "status");
        var run = await process.EndAsync();

        run.ExitCode.ShouldBe(ExitCode.BadInput);
        run.Error.ShouldContain(says);
    }

    [Fact]
    public async Task Whoever_locks_itself_out_is_told_before()
    {
        var run = await DeployAsync("-c", "operators=role/oncall");

        run.Output.ShouldContain("You are role/Deployer, and the operators will be role/oncall: you will not be able to apply policies");
        run.Output.ShouldContain("`-c operators=role/oncall,role/Deployer` has you among them");
        // Said once: it is so already.
        (await DeployAsync("-c", "email=a@example.com")).Output.ShouldNotContain("You are role/Deployer");
    }

    [Fact]
    public async Task A_dry_run_ends_with_what_stays()
    {
        (await DeployAsync(["--dry-run"])).Output.ShouldEndWith(
            $"Nothing was deployed: this was a dry run. The bucket {Bucket}, and the release that was put into it, stay.\n");
    }

    [Fact]
    public async Task Help_lists_the_options_that_the_page_has()
    {
        using var process = CliProcess.Start(_cloud.Environment, "deploy", "--help");
        var help = await process.EndAsync();
        var page = await File.ReadAllTextAsync(Path.Combine(Docs.Page.Root, "docs", "deploying.md"));

        var listed = DeploymentOptions.Names;
        listed.ShouldAllBe(name => help.Output.Contains(name, StringComparison.Ordinal));
        listed.ShouldAllBe(name => page.Contains($"`{name}`", StringComparison.Ordinal));
        var released = StackTemplate.Parse(
            await File.ReadAllTextAsync(Path.Combine(Docs.Page.Root, "artifacts", "templates", "guard.template.json")));
        released.Options.Concat(["stackName", "terminationProtection", "retainData"]).Distinct().ShouldBe(listed, ignoreOrder: true);
    }

    private StandStack Home() => _cloud.Find("KillSwitch").ShouldNotBeNull();

    private string[] Line(string[] arguments) =>
        ["deploy", "--from", _release.Folder, .. arguments.Contains("--dry-run") ? (string[])[] : ["--yes"], .. arguments];

    private async Task<Run> DeployAsync(params string[] arguments)
    {
        using var process = CliProcess.Start(_cloud.Environment, Line(arguments));
        return await process.EndAsync();
    }

    // Runs it, and does something when CloudFormation has begun.
    private async Task<Run> WhileItWorksAsync(Action act)
    {
        using var process = CliProcess.Start(_cloud.Environment, Line([]));
        while (!_cloud.Asked.Contains("ExecuteChangeSet"))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        act();
        return await process.EndAsync();
    }
}

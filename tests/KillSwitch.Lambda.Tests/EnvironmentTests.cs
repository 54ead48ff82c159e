using System.Collections.Immutable;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Lambda.Tests.Runtime;
using KillSwitch.Lambda.Tests.RuntimeApi;

namespace KillSwitch.Lambda.Tests;

/// <summary>Whoever edits a function's environment has nothing of theirs attached, written to or read.</summary>
public class EnvironmentTests
{
    private const string Account = "111122223333";

    private static readonly Deployment Deployed =
        new("KillSwitch", "eu-west-1", "KillSwitch-LedgerTable1", $"arn:aws:sns:eu-west-1:{Account}:KillSwitch-Topic1")
        {
            Denies = PreparedDeny.All.ToImmutableDictionary(
                deny => deny, deny => $"arn:aws:iam::{Account}:policy/killswitch/KillSwitch-deny-{deny.Name}-eu-west-1"),
            Operators = ["role/oncall"],
            ChatTopic = $"arn:aws:sns:eu-west-1:{Account}:KillSwitch-Chat1",
        };

    [Theory]
    [InlineData(GuardFunction.Watch, GuardSetting.Table, "theirs")]
    [InlineData(GuardFunction.Watch, "KILLSWITCH_DENY_POLICY_ARN", "arn:aws:iam::aws:policy/AdministratorAccess")]
    [InlineData(GuardFunction.Meter, "KILLSWITCH_DENY_POLICY_ARN", $"arn:aws:iam::{Account}:policy/mine")]
    [InlineData(GuardFunction.Budget, GuardSetting.Topic, "arn:aws:sns:eu-west-1:999988887777:theirs")]
    public async Task A_function_whose_environment_no_deployment_wrote_does_not_start(string handler, string variable, string value)
    {
        await using var lambda = LocalRuntimeApi.Start();
        var environment = new Dictionary<string, string>(Deployed.ToVariables())
        {
            ["AWS_REGION"] = Deployed.Region,
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
        };
        environment.ShouldContainKey(variable);
        environment[variable] = value;

        await using var process = BootstrapProcess.Start(lambda.Address, handler, environment);

        (await process.EndAsync(TimeSpan.FromSeconds(30))).ExitCode.ShouldBe(1);
        var error = (await lambda.InitError).Json().GetProperty("errorMessage").GetString();
        error.ShouldNotBeNull().ShouldStartWith("the environment is not what a deployment writes:");
        error.ShouldContain(value);
    }
}

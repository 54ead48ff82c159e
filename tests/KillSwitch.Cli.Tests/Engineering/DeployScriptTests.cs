using System.Diagnostics;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>
/// <c>eng/deploy.sh</c>, with a command line of AWS that answers as an account would, and a CDK that only writes down what it is told.
/// </summary>
public sealed class DeployScriptTests : IDisposable
{
    private const string NoHome = "echo 'An error occurred (ParameterNotFound)' >&2; exit 254";
    private const string NoSensors = "echo '{\"region\":\"us-east-1\"}'";
    private const string TwoSensors = "echo '{\"sensors\":\"us-west-2,eu-central-1\",\"region\":\"us-east-1\"}'";

    private readonly string _root = Directory.CreateTempSubdirectory("killswitch-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(NoHome)]
    [InlineData(NoSensors)]
    public async Task Without_regions_home_alone_is_deployed(string parameter)
    {
        var (code, calls, said) = await RunAsync(parameter, "deploy", "-c", "email=a@example.com");

        (code, said).ShouldBe((0, ""));
        calls.ShouldBe(["deploy KillSwitch --no-notices -c email=a@example.com"]);
    }

    // Whatever the guard is called: the app gives its stacks ids of their own.
    [Fact]
    public async Task Home_comes_first_then_a_sensor_in_each_further_region_and_none_in_homes_own() =>
        (await RunAsync(NoHome, "deploy", "-c", "regions=us-east-1,us-west-2,eu-central-1", "-c", "stackName=Guard")).Calls.ShouldBe(
        [
            "deploy KillSwitch --no-notices -c regions=us-west-2,eu-central-1 -c stackName=Guard",
            "deploy --exclusively KillSwitch-sensor-* --no-notices -c regions=us-west-2,eu-central-1 -c stackName=Guard",
        ]);

    [Fact]
    public async Task A_region_without_the_CDKs_own_is_said_and_nothing_is_deployed()
    {
        var (code, calls, said) = await RunAsync(NoHome, "deploy", "-c", "regions=us-west-2,ap-southeast-2");

        code.ShouldBe(1);
        calls.ShouldBeEmpty();
        said.ShouldContain("nothing was deployed");
        said.ShouldContain("make bootstrap CONTEXT=aws://ACCOUNT/ap-southeast-2");
        said.ShouldNotContain("us-west-2");
    }

    [Fact]
    public async Task A_region_that_is_no_longer_named_loses_its_sensor_before_home_changes() =>
        (await RunAsync(TwoSensors, "deploy", "-c", "regions=us-west-2")).Calls.ShouldBe(
        [
            "destroy --force --exclusively KillSwitch-sensor-eu-central-1 --no-notices -c regions=us-west-2,eu-central-1",
            "deploy KillSwitch --no-notices -c regions=us-west-2",
            "deploy --exclusively KillSwitch-sensor-* --no-notices -c regions=us-west-2",
        ]);

    [Fact]
    public async Task The_sensors_that_were_deployed_are_removed_before_home_whatever_is_named() =>
        (await RunAsync(TwoSensors, "destroy")).Calls.ShouldBe(
        [
            "destroy --force --exclusively KillSwitch-sensor-us-west-2 --no-notices -c regions=us-west-2,eu-central-1",
            "destroy --force --exclusively KillSwitch-sensor-eu-central-1 --no-notices -c regions=us-west-2,eu-central-1",
            "destroy --force --exclusively KillSwitch --no-notices -c regions=us-west-2,eu-central-1",
        ]);

    [Fact]
    public async Task Where_the_sensors_cannot_be_read_nothing_is_removed_and_home_is_deployed()
    {
        const string refused = "echo 'An error occurred (AccessDeniedException)' >&2; exit 254";

        var (code, calls, said) = await RunAsync(refused, "destroy");
        code.ShouldBe(1);
        calls.ShouldBeEmpty();
        said.ShouldContain("AccessDeniedException");
        said.ShouldContain("nothing was removed");
        (await RunAsync(refused, "deploy")).Calls.ShouldBe(["deploy KillSwitch --no-notices"]);
    }

    private async Task<(int Code, string[] Calls, string Said)> RunAsync(string parameter, params string[] arguments)
    {
        var calls = Path.Combine(_root, "calls");
        File.Delete(calls);
        await WriteAsync("cdk", $"echo \"$*\" >> '{calls}'");
        await WriteAsync("aws", $"""
            case "$*" in
              *" --name /killswitch/"*) {parameter} ;;
              *"/cdk-bootstrap/"*ap-southeast-2*) exit 254 ;;
              *EnableTerminationProtection*) echo False ;;
              *update-termination-protection*) exit 1 ;;
              *) echo 21 ;;
            esac
            """);
        var start = new ProcessStartInfo(
            "bash", ["-c", "chmod +x \"$CDK\" \"$AWS_CLI\" && exec bash eng/deploy.sh \"$@\"", "-", .. arguments])
        {
            RedirectStandardError = true,
            WorkingDirectory = Page.Root,
        };
        (start.Environment["CDK"], start.Environment["AWS_CLI"]) = (Path.Combine(_root, "cdk"), Path.Combine(_root, "aws"));
        start.Environment["AWS_REGION"] = "us-east-1";
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, File.Exists(calls) ? await File.ReadAllLinesAsync(calls) : [], said);
    }

    private async Task WriteAsync(string name, string script)
    {
        await File.WriteAllTextAsync(Path.Combine(_root, name), $"#!/usr/bin/env bash\n{script}\n");
    }
}

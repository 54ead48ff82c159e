using System.Diagnostics;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>
/// <c>eng/after-failed-deploy.sh</c>, with a command line of AWS that only says what a stack is, and writes down what it is told.
/// </summary>
public sealed class FailedDeployTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("killswitch-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("ROLLBACK_COMPLETE")]
    [InlineData("ROLLBACK_FAILED")]
    public async Task A_stack_that_was_never_deployed_may_be_deleted_so_that_the_next_deployment_begins_anew(string status)
    {
        var (calls, said) = await RunAsync($"echo {status}");

        calls.ShouldBe(
        [
            "cloudformation describe-stacks --region eu-west-1 --stack-name Guard --query Stacks[0].StackStatus --output text",
            "cloudformation update-termination-protection --region eu-west-1 --no-enable-termination-protection --stack-name Guard",
        ]);
        said.ShouldStartWith("Guard was never deployed");
    }

    [Theory]
    [InlineData("echo UPDATE_ROLLBACK_COMPLETE")]
    [InlineData("echo CREATE_COMPLETE")]
    [InlineData("exit 254")]
    public async Task A_stack_that_was_keeps_its_protection(string answer)
    {
        var (calls, said) = await RunAsync(answer);

        calls.ShouldHaveSingleItem().ShouldStartWith("cloudformation describe-stacks ");
        said.ShouldBeEmpty();
    }

    private async Task<(string[] Calls, string Said)> RunAsync(string answer)
    {
        var aws = Path.Combine(_root, "aws");
        await File.WriteAllTextAsync(aws, $"#!/usr/bin/env bash\necho \"$*\" >> '{_root}/calls'\n{answer}\n");
        var start = new ProcessStartInfo("bash", ["-c", "chmod +x \"$AWS_CLI\" && exec bash eng/after-failed-deploy.sh Guard"])
        {
            RedirectStandardError = true,
            WorkingDirectory = Page.Root,
        };
        (start.Environment["AWS_CLI"], start.Environment["AWS_REGION"]) = (aws, "eu-west-1");
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return (await File.ReadAllLinesAsync(Path.Combine(_root, "calls")), said);
    }
}

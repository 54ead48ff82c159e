using System.Text;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.Tests.Verbs;

namespace KillSwitch.Cli.Tests.Deploying;

/// <summary>Somebody at a terminal, who is asked. Alone, because the environment is everyone's.</summary>
[Collection(nameof(AccountVerbTests))]
public sealed class DeployQuestionTests : IDisposable
{
    private readonly CloudStandIn _cloud = new();
    private readonly ReleaseFolder _release = new();

    public DeployQuestionTests()
    {
        foreach (var (name, value) in _cloud.Environment)
            Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose()
    {
        foreach (var name in _cloud.Environment.Keys)
            Environment.SetEnvironmentVariable(name, null);
        _cloud.Dispose();
        _release.Dispose();
    }

    [Theory]
    [InlineData("n")]
    [InlineData("")]
    public async Task No_leaves_nothing_but_the_bucket(string answer)
    {
        var run = await RunAsync(answer, "deploy", "--from", _release.Folder);

        run.ExitCode.ShouldBe(ExitCode.Refused);
        run.Output.ShouldContain("+ Watch role");
        run.Error.ShouldContain("Deploy KillSwitch in us-east-1? [y/N]");
        run.Error.ShouldContain("nothing was deployed; the bucket `killswitch-code-111122223333-us-east-1`, and the release");
        _cloud.Find("KillSwitch").ShouldBeNull();
    }

    [Fact]
    public async Task Yes_deploys_and_each_stack_is_asked_for()
    {
        var first = await RunAsync("y\nn", "deploy", "--from", _release.Folder, "-c", "regions=us-west-2");

        first.ExitCode.ShouldBe(ExitCode.Refused);
        first.Error.ShouldContain("Deploy KillSwitch-sensor in us-west-2? [y/N]");
        first.Error.ShouldContain("what is left was not deployed");
        _cloud.Find("KillSwitch").ShouldNotBeNull().Status.ShouldBe("CREATE_COMPLETE");
        _cloud.Find("KillSwitch-sensor", "us-west-2").ShouldBeNull();

        (await RunAsync("yes", "deploy", "--from", _release.Folder)).ExitCode.ShouldBe(ExitCode.Done);
        _cloud.Find("KillSwitch-sensor", "us-west-2").ShouldNotBeNull();
    }

    [Fact]
    public async Task No_removes_no_sensor()
    {
        var deployed = await RunAsync("y\ny", "deploy", "--from", _release.Folder, "-c", "regions=us-west-2");
        deployed.ExitCode.ShouldBe(ExitCode.Done, deployed.Error);

        (await RunAsync("n", "deploy", "--from", _release.Folder, "-c", "regions=")).ExitCode.ShouldBe(ExitCode.Refused);
        var declined = await RunAsync("n", "destroy");
        declined.ExitCode.ShouldBe(ExitCode.Refused, declined.Error);
        declined.Output.ShouldContain("What it holds remains: AWS::DynamoDB::Table KillSwitch-Table.");
        declined.Error.ShouldEndWith("killswitch: nothing was removed\n");

        _cloud.Find("KillSwitch-sensor", "us-west-2").ShouldNotBeNull();
        _cloud.Find("KillSwitch").ShouldNotBeNull();
        var removed = await RunAsync("y", "destroy");
        removed.ExitCode.ShouldBe(ExitCode.Done);
        removed.Error.ShouldContain("`KillSwitch` in us-east-1 of 111122223333, and its sensors in us-west-2, will be removed, and every stop is "
            + "lifted. Are you sure? [y/N]");
    }

    // One stream, of which each question reads a line.
    private static async Task<Run> RunAsync(string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(input + "\n"));
        var terminal = new Terminal(Run.Console(output, 160), Run.Console(error, 10_000), output, error, () => lines) { CanAsk = true };
        var code = await CommandLine.RunAsync(args, terminal);
        return new Run(code, output.ToString(), error.ToString());
    }
}

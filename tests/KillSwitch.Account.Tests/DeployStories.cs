using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.EmulatedAccount;
using static KillSwitch.Account.Tests.Emulated.CapPolicy;

namespace KillSwitch.Account.Tests;

/// <summary>The guard goes into an account and out of it again by the installed command line alone.</summary>
public sealed class DeployStories(SynthesizedRelease release) : IClassFixture<SynthesizedRelease>, IAsyncLifetime
{
    private readonly MotoServer _server = new() { Addition = Repository.CloudFormation };
    private AccessKey _admin = null!;

    // The emulator finds a template by a path that begins with the bucket where the host is called so.
    private Dictionary<string, string> Admin => _admin.Environment(new Uri($"http://localhost:{_server.Url.Port}"));

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        using var admin = new AccountAdmin(_server.Url);
        await admin.UseDockerAsync(false);
        _admin = await admin.UserAsync("admin", "*");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task From_nothing_to_a_policy_in_force_with_a_sensor_and_back_to_nothing()
    {
        var shown = await DeployAsync("--dry-run", "-c", "regions=us-west-2");
        shown.Succeeded().ShouldContain("iam: AttachRolePolicy, DetachRolePolicy");
        (await CliAsync("status")).Error.ShouldContain("no guard called `KillSwitch` is deployed in `us-east-1`");

        var deployed = (await DeployAsync("--yes", "-c", "regions=us-west-2")).Succeeded();
        deployed.ShouldContain("KillSwitch in us-east-1: deployed, release 0.9.1.");
        deployed.ShouldContain("KillSwitch-sensor in us-west-2: deployed");
        deployed.ShouldContain("killswitch doctor");
        (await ApplyAsync()).ShouldContain("version 1 is in force");
        (await StatusAsync()).GetProperty("policy").GetProperty("version").GetInt64().ShouldBe(1);

        (await DeployAsync("--yes")).Succeeded().ShouldBe(
            "KillSwitch in us-east-1: nothing to change.\nKillSwitch-sensor in us-west-2: nothing to change.\n");
        var update = (await DeployAsync("--yes", "-c", "runningJobs=report")).Succeeded();
        update.ShouldContain("runningJobs: stop, now report");
        // The ledger is the same, and so is what is in it.
        (await StatusAsync()).GetProperty("policy").GetProperty("version").GetInt64().ShouldBe(1);

        var removed = await CliAsync("destroy", "--yes");
        removed.Succeeded().ShouldContain("KillSwitch-sensor in us-west-2: removed.");
        removed.Output.ShouldContain("AWS::DynamoDB::Table KillSwitch-LedgerTable");
        removed.Output.ShouldContain("AWS::Logs::LogGroup");
        (await AwsAsync("s3", "ls")).ShouldBe("");
        (await AwsAsync("cloudformation", "list-stacks", "--query", "StackSummaries[?StackStatus!='DELETE_COMPLETE']", "--output", "text"))
            .ShouldBe("");
        (await CliAsync("status")).Error.ShouldContain("no guard called `KillSwitch` is deployed in `us-east-1`");
    }

    [Fact]
    public async Task What_the_CDK_deployed_would_be_taken_over_as_it_is()
    {
        await CdkAsync("bootstrap", "--qualifier", "localhost", "--toolkit-stack-name", "CDKLocal", "aws://123456789012/us-east-1");
        await CdkAsync("deploy", "--require-approval", "never");
        await ApplyAsync();

        // The emulator changes no policy of a table: what would change is looked at.
        var taken = await DeployAsync("--dry-run");

        taken.Succeeded().ShouldContain("KillSwitch in us-east-1, an update, release 0.9.1");
        taken.Error.ShouldContain("`KillSwitch` was deployed by the CDK, which keeps no options in the stack");
        // CloudFormation goes on acting by the CDK's role, which is an operator then; nobody else gains or loses a permission.
        var lines = taken.Output.Split('\n');
        lines.Where(line => line.StartsWith("  + ", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldContain("cdk-localhost-cfn-exec-role-123456789012-us-east-1");
        lines.Where(line => line.StartsWith("  - ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("on LedgerTable");
        lines.Where(line => line.Contains("added AWS", StringComparison.Ordinal)).ShouldBeEmpty();
        lines.Where(line => line.Contains("removed AWS", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_guard_of_another_name_with_every_part_leaves_nothing_where_it_is_to_keep_nothing()
    {
        string[] parts =
        [
            "chat=true", "mantleCallers=true", "otherRegions=deny", "lease=role/agent,user/ci", "meterConcurrency=5", "budget=500",
            "gateways=arn:aws:iam::123456789012:role/gateway", "email=anna@example.com", "operators=role/oncall,user/admin",
            "batchOutputs=acme-batch/night",
        ];
        (await DeployAsync(
            ["--yes", "-c", "stackName=Second", "-c", "retainData=false", .. parts.SelectMany(part => (string[])["-c", part])]))
            .Succeeded().ShouldContain("killswitch doctor --stack Second");

        JsonElement.Parse((await CliAsync("status", "--stack", "Second", "--output", "json")).Succeeded())
            .GetProperty("stack").GetString().ShouldBe("Second");
        (await AwsAsync("iam", "list-policies", "--scope", "Local", "--query", "Policies[].PolicyName", "--output", "text"))
            .ShouldContain("Second-deny-lease-us-east-1");
        (await DeployAsync("--yes", "-c", "stackName=Second")).Succeeded().ShouldBe("Second in us-east-1: nothing to change.\n");

        (await CliAsync("destroy", "--yes", "--stack", "Second")).Succeeded().ShouldContain("Second in us-east-1: removed.");
        (await AwsAsync("dynamodb", "list-tables", "--query", "TableNames", "--output", "text")).ShouldBe("");
    }

    private Task<Command> DeployAsync(params string[] arguments) =>
        CliAsync(["deploy", "--from", release.Folder, "-c", "terminationProtection=false", .. arguments]);

    private async Task<string> ApplyAsync()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Of(Cap("each", "role/agent-*")));
        var said = (await CliAsync("policy", "apply", file, "--yes")).Succeeded();
        File.Delete(file);
        return said;
    }

    private async Task<JsonElement> StatusAsync() => JsonElement.Parse((await CliAsync("status", "--output", "json")).Succeeded());

    private Task<Command> CliAsync(params string[] arguments) => Command.RunAsync("dotnet", [Repository.Cli, .. arguments], Admin);

    private async Task<string> AwsAsync(params string[] arguments) =>
        (await Command.RunAsync(Repository.Aws, arguments, Admin)).Succeeded().Trim();

    private async Task CdkAsync(params string[] arguments) => (await Command.RunAsync(
        Repository.Cdk, [.. arguments, "--app", release.Assembly, "--no-notices", "--ci"], Admin)).Succeeded();
}

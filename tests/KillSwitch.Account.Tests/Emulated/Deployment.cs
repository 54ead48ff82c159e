using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Settings;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>The guard, deployed by the real CDK into an emulated account of its own, with IAM enforced from then on.</summary>
public sealed class Deployment : IAsyncLifetime
{
    private const string Qualifier = "localhost";

    private static readonly string[] Context =
        ["-c", "retainData=false", "-c", "terminationProtection=false", "-c", "operators=user/admin", "-c",
        "lease=user/agent-leased,role/agent-leased-role", "-c",
        "ownerTopics=arn:aws:sns:us-east-1:123456789012:agents,arn:aws:sns:eu-west-1:123456789012:agents"];

    /// <summary>Whether a page is written of what is typed: then the stack is deployed as a person would.</summary>
    internal static bool IsRecorded => Page is { Length: > 0 };

    /// <summary>The page, within the repository.</summary>
    internal static string? Page { get; } = Environment.GetEnvironmentVariable("KILLSWITCH_WALKTHROUGH");

    // What is deployed is the same everywhere, so that one run of the app serves every account.
    private static readonly Lazy<Task<string>> Assembly = new(SynthesizeAsync);

    private readonly MotoServer _server = new();
    private readonly Dictionary<string, DeployedFunction> _functions = [];
    private readonly ModelClient _models;

    public Deployment() => _models = new ModelClient(_server.Url);

    internal AccessKey Admin { get; private set; } = null!;

    internal Uri Server => _server.Url;

    /// <summary>Makes principals; works while and after the account is set up, as its own requests are made by the root key.</summary>
    internal Dictionary<string, AccessKey> Keys { get; } = [];

    /// <summary>What the deployment printed.</summary>
    internal string Deployed { get; private set; } = "";

    internal string DenyPolicyArn { get; private set; } = "";

    internal string AccountDenyPolicyArn { get; private set; } = "";

    internal string LeasePolicyArn { get; private set; } = "";

    internal string TopicArn { get; private set; } = "";

    internal string ChatTopicArn { get; private set; } = "";

    internal string TableName { get; private set; } = "";

    /// <summary>What the deployment tells the setup.</summary>
    internal Dictionary<string, string> SetupProperties { get; } = [];

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Repository.Bootstrap))
        {
            throw new FileNotFoundException(
                "the packaged function is missing: `make package-lambda` builds it, and `make test` does so first", Repository.Bootstrap);
        }

        await _server.InitializeAsync();
        using var admin = new AccountAdmin(Server);
        var assembly = IsRecorded ? Directory.CreateTempSubdirectory("killswitch-cdk-").FullName : await Assembly.Value;
        // Who reads an assembly waits for nobody; what runs the app writes into a folder of its own.
        string[] app = [IsRecorded ? "--output" : "--app", assembly];
        var root = new AccessKey("test", "test", null).Environment(new Uri($"http://localhost:{Server.Port}"));

        await admin.UseDockerAsync(false);
        await Step.TimedAsync(
            "cdk bootstrap", () =>
            CdkAsync(
                root,
                ["bootstrap", "--qualifier", Qualifier, "--toolkit-stack-name", "CDKLocal", "aws://123456789012/us-east-1", .. app]));
        Deployed = await Step.TimedAsync("cdk deploy", () =>
            IsRecorded ? MakeAsync(root, assembly) : CdkAsync(root, ["deploy", "--require-approval", "never", .. app]));
        await admin.UseDockerAsync(true);

        await FindAsync(root, Path.Combine(assembly, "KillSwitch.template.json"));
        await admin.RemoveToolkitPoliciesAsync();
        await KeysAsync(admin);
        await admin.EnforceAsync(true);
    }

    public async ValueTask DisposeAsync()
    {
        _models.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>
    /// Starts the packaged program as one of the functions, with its role and environment. The overview for the dashboard sums up the month
    /// in each process, by requests that the emulator answers slowly: it is left out where the story is not about it.
    /// </summary>
    internal RunningFunction Start(
        string handler, Uri? endpoint = null, bool hasOverview = false, Uri? priceList = null, params string[] sensors)
    {
        var function = _functions[handler];
        var environment = function.Environment.Where(variable => variable.Key != GuardSetting.Dashboard).ToDictionary();
        if (hasOverview)
            environment[GuardSetting.Dashboard] = "true";
        if (priceList is not null)
            environment[GuardSetting.PriceList] = priceList.ToString();
        if (sensors.Length > 0)
        {
            environment[GuardSetting.Sensors] = string.Join(',', sensors);
            environment[GuardSetting.Regions] = string.Join(',', sensors.Prepend("us-east-1"));
        }

        return RunningFunction.Start(function with { Environment = environment }, endpoint ?? Server);
    }

    /// <summary>The template of a sensor of this guard, by the app itself.</summary>
    /// <returns>The path of a file.</returns>
    internal async Task<string> SensorTemplateAsync(params string[] regions)
    {
        var output = Directory.CreateTempSubdirectory("killswitch-cdk-").FullName;
        await CdkAsync(
            new AccessKey("test", "test", null).Environment(new Uri($"http://localhost:{Server.Port}")),
            ["synth", "--quiet", "--app", $"dotnet {Repository.Infra}", "--output", output, "-c",
            "@aws-cdk/core:bootstrapQualifier=" + Qualifier, "-c", "regions=" + string.Join(',', regions), .. Context]);
        return Directory.EnumerateFiles(output, "*sensor*.template.json").First();
    }

    /// <summary>A command of the person who looks after the guard.</summary>
    internal Task<Command> CliAsync(params string[] arguments) =>
        Command.RunAsync("dotnet", [Repository.Cli, .. arguments], Admin.Environment(Server));

    /// <summary>The same, with AWS's Price List on this machine.</summary>
    internal Task<Command> CliAsync(Uri priceList, params string[] arguments) => Command.RunAsync(
        "dotnet", [Repository.Cli, .. arguments],
        new Dictionary<string, string>(Admin.Environment(Server)) { [GuardSetting.PriceList] = priceList.ToString() });

    internal Task<Command> AwsAsync(AccessKey key, params string[] arguments) =>
        Command.RunAsync(Repository.Aws, arguments, key.Environment(Server));

    /// <summary>Whether a call to a model gets through.</summary>
    internal Task<bool> InvokesAsync(AccessKey key) => _models.InvokesAsync(key);

    /// <summary>The same by AWS's own command line, which takes a second longer.</summary>
    internal async Task<bool> InvokesByCommandAsync(AccessKey key)
    {
        var call = await CallAsync(key);
        if (call.ExitCode == 0)
            return true;
        call.Error.ShouldContain("AccessDenied");
        return false;
    }

    /// <summary>A call to a model by AWS's own command line, and what it said.</summary>
    internal async Task<Command> CallAsync(AccessKey key)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "{}");
            return await AwsAsync(key, "bedrock-runtime", "invoke-model", "--model-id", Calls.Model, "--content-type",
                "application/json", "--body", "fileb://" + file, file + ".answer");
        }
        finally
        {
            File.Delete(file);
            File.Delete(file + ".answer");
        }
    }

    internal async Task EnforceAsync(bool enforces)
    {
        using var admin = new AccountAdmin(Server);
        await admin.EnforceAsync(enforces);
    }

    internal async Task<string> ApplyAsync(string yaml)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, yaml);
        var said = (await CliAsync("policy", "apply", file, "--yes")).Succeeded();
        File.Delete(file);
        return said;
    }

    /// <summary>Turns invocation logging on, to a group that holds these records; while nobody is checked.</summary>
    internal async Task LogAsync(string group, params Invocation[] calls)
    {
        using var raw = new RawAccount(Server);
        await raw.LogAsync(group, calls);
    }

    /// <summary>Turns it off; while nobody is checked.</summary>
    internal async Task LogNothingAsync()
    {
        using var raw = new RawAccount(Server);
        await raw.RestAsync("bedrock", HttpMethod.Delete, "/logging/modelinvocations");
    }

    private static async Task<string> MakeAsync(Dictionary<string, string> environment, string output)
    {
        var made = await Command.RunAsync(
            "make", ["deploy", "APPROVAL=never",
            $"CONTEXT={string.Join(' ', Context)} -c @aws-cdk/core:bootstrapQualifier={Qualifier} --output {output}"], environment);
        made.Succeeded();
        return made.Output + made.Error;
    }

    private static async Task<string> SynthesizeAsync()
    {
        // eng/check-cdk.sh: another app's, made under the same options.
        if (Environment.GetEnvironmentVariable("KILLSWITCH_ASSEMBLY") is { Length: > 0 } assembly)
            return assembly;
        var output = Directory.CreateTempSubdirectory("killswitch-cdk-").FullName;
        await CdkAsync(
            [], ["synth", "--quiet", "--app", $"dotnet {Repository.Infra}", "--output", output,
            "-c", "@aws-cdk/core:bootstrapQualifier=" + Qualifier, .. Context]);
        return output;
    }

    private static async Task<string> CdkAsync(Dictionary<string, string> environment, params string[] arguments) =>
        (await Command.RunAsync(Repository.Cdk, [.. arguments, "--no-notices", "--ci"], environment)).Succeeded();

    private async Task FindAsync(Dictionary<string, string> root, string template)
    {
        var parameter = JsonDocument.Parse(
            (await Command.RunAsync(
            Repository.Aws,
            ["ssm", "get-parameter", "--name", "/killswitch/KillSwitch/guard", "--query", "Parameter.Value", "--output", "text"],
            root)).Succeeded()).RootElement;
        DenyPolicyArn = parameter.GetProperty("denyPolicy").GetString()!;
        AccountDenyPolicyArn = parameter.GetProperty("accountDenyPolicy").GetString()!;
        LeasePolicyArn = parameter.GetProperty("leasePolicy").GetString()!;
        TopicArn = parameter.GetProperty("topic").GetString()!;
        ChatTopicArn = parameter.GetProperty("chatTopic").GetString()!;
        TableName = parameter.GetProperty("table").GetString()!;
        using var synthesized = JsonDocument.Parse(await File.ReadAllTextAsync(template));
        var setup = synthesized.RootElement.GetProperty("Resources").EnumerateObject()
            .Single(resource => resource.Value.GetProperty("Type").GetString() == "Custom::KillSwitchSetup");
        foreach (var property in setup.Value.GetProperty("Properties").EnumerateObject()
            .Where(property => property.Value.ValueKind == JsonValueKind.String))
        {
            SetupProperties[property.Name] = property.Value.GetString()!;
        }

        SetupProperties["logGroup"] = parameter.GetProperty("logGroup").GetString()!;
        SetupProperties["loggingRoleArn"] = "arn:aws:iam::123456789012:role/writer";
        var functions = JsonDocument.Parse(
            (await Command.RunAsync(Repository.Aws, ["lambda", "list-functions", "--output", "json"], root)).Succeeded()).RootElement;
        foreach (var function in functions.GetProperty("Functions").EnumerateArray())
        {
            var handler = function.GetProperty("Handler").GetString()!;
            _functions[handler] = new DeployedFunction(
                handler,
                function.GetProperty("FunctionArn").GetString()!,
                function.GetProperty("Role").GetString()!.Split('/')[^1],
                function.GetProperty("Environment").GetProperty("Variables").EnumerateObject()
                    .ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!),
                new AccessKey("", "", null));
        }

        // What stories deliver comes from one group, whatever the deployment called its own.
        _functions["meter"] = _functions["meter"] with
        {
            Environment = new Dictionary<string, string>(_functions["meter"].Environment)
            {
                [GuardSetting.LogGroup] = Calls.Group,
            }
        };
    }

    private async Task KeysAsync(AccountAdmin admin)
    {
        Admin = await admin.UserAsync("admin", "*");
        foreach (var function in _functions.Values.ToList())
        {
            await admin.WidenAsync(function.Role);
            _functions[function.Handler] = function with { Key = await admin.AssumeAsync(function.Role, "function") };
        }

        SetupProperties["meterArn"] = _functions["meter"].Arn;
        foreach (var name in (
            string[])["agent-runaway", "agent-observed", "agent-twice", "agent-refused", "agent-watched", "agent-counted", "agent-removed",
            "agent-hand", "agent-told", "agent-gap", "agent-tampered", "agent-everyone", "agent-killed", "agent-demo", "agent-leased",
            "agent-footing", "agent-owned", "agent-free", "quiet"])
        {
            Keys["user/" + name] = await admin.UserAsync(name, "bedrock:InvokeModel");
        }

        foreach (var name in (string[])["agent-role", "agent-7", "agent-docs", "agent-docs-1", "agent-docs-2", "agent-innocent",
            "agent-crowd", "agent-leased-role", "exempt-role"])
        {
            Keys["role/" + name] = await admin.RoleAsync(name, "session-1", "bedrock:InvokeModel");
        }
    }
}

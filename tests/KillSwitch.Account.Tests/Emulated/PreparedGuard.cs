using System.Text.Json;
using System.Xml.Linq;
using KillSwitch.Core.Settings;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// A guard in an account of its own, made of <see cref="PreparedParts"/>, beside the one that is deployed: its stories run at the same
/// time as the others, change the policy as they like, and stop nobody else. The packaged program, the command line and IAM are the same.
/// </summary>
public class PreparedGuard : IAsyncLifetime
{
    private readonly MotoServer _server;
    private ModelClient _models = null!;
    private AccountAdmin _iam = null!;
    private AccessKey _admin = null!;
    private Dictionary<string, string> _environment = null!;

    public PreparedGuard()
        : this(null)
    {
    }

    /// <param name="addition">What the emulator lacks; null for the emulator as it is.</param>
    private protected PreparedGuard(string? addition) => _server = new MotoServer { Addition = addition };

    /// <summary>Whoever looks after the guard.</summary>
    internal AccessKey Admin => _admin;

    /// <summary>Stands before the emulator: the programs ask it, and what they tell people is there.</summary>
    internal CountingProxy Front { get; private set; } = null!;

    /// <summary>The regions of its sensors, with commas between; null for none.</summary>
    private protected virtual string? Sensors => null;

    /// <summary>What its functions at home are told beside that.</summary>
    private protected virtual IReadOnlyDictionary<string, string> FurtherEnvironment => new Dictionary<string, string>();

    /// <summary>Who may ask the guard for something; null where that is not known.</summary>
    private protected virtual string? Operators => null;

    internal Uri Server => _server.Url;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Repository.Bootstrap))
        {
            throw new FileNotFoundException(
                "the packaged function is missing: `make package-lambda` builds it, and `make test` does so first", Repository.Bootstrap);
        }

        await _server.InitializeAsync();
        (Front, _models, _iam) = (new CountingProxy(_server.Url), new ModelClient(_server.Url), new AccountAdmin(_server.Url));
        _environment = await MakeAsync(await _server.EnterAsync("123456789012"), _iam);
        _admin = await _iam.UserAsync("admin", "*");
    }

    /// <summary>Makes what the functions and the command line ask for.</summary>
    /// <returns>What the functions are told.</returns>
    private protected virtual Task<Dictionary<string, string>> MakeAsync(TestAccount account, AccountAdmin iam) =>
        PreparedParts.MakeAsync(account, operators: Operators, sensors: Sensors);

    /// <summary>The functions are told what a deployment told them.</summary>
    private protected void Tell(Dictionary<string, string> environment) => _environment = environment;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Front?.Dispose();
        _models?.Dispose();
        _iam?.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>A user that may call models.</summary>
    internal Task<AccessKey> UserAsync(string name) => _iam.UserAsync(name, "bedrock:InvokeModel");

    /// <summary>A role that may call models, and the key of its session <c>session-1</c>.</summary>
    internal Task<AccessKey> RoleAsync(string name) => RoleAtAsync("/", name);

    /// <summary>The same on a path.</summary>
    internal Task<AccessKey> RoleAtAsync(string path, string name) => _iam.RoleAtAsync(path, name, "session-1", "bedrock:InvokeModel");

    /// <summary>
    /// Whether a call to a model gets through. Nobody is checked at other times: the emulator takes the watch's signed GET of Bedrock's for
    /// forged.
    /// </summary>
    internal async Task<bool> InvokesAsync(AccessKey key)
    {
        await _iam.EnforceAsync(true);
        try
        {
            return await _models.InvokesAsync(key);
        }
        finally
        {
            await _iam.EnforceAsync(false);
        }
    }

    /// <summary>A command of the person who looks after the guard.</summary>
    internal Task<Command> CliAsync(params string[] arguments) =>
        Command.RunAsync("dotnet", [Repository.Cli, .. arguments], _admin.Environment(Front.Url));

    /// <summary>The same with more in its environment.</summary>
    internal Task<Command> CliAsync(Dictionary<string, string> more, params string[] arguments) => Command.RunAsync(
        "dotnet", [Repository.Cli, .. arguments], _admin.Environment(Front.Url).Concat(more).ToDictionary());

    /// <summary>A command of somebody else, while IAM checks who may do what.</summary>
    internal async Task<Command> CliAsAsync(AccessKey key, params string[] arguments)
    {
        await _iam.EnforceAsync(true);
        try
        {
            return await Command.RunAsync("dotnet", [Repository.Cli, .. arguments], key.Environment(Front.Url));
        }
        finally
        {
            await _iam.EnforceAsync(false);
        }
    }

    /// <summary>A user that may do what is named.</summary>
    internal Task<AccessKey> UserAsync(string name, params string[] actions) => _iam.UserAsync(name, actions);

    /// <summary><c>policy apply</c> of a policy.</summary>
    internal async Task<Command> ApplyAsync(string yaml, params string[] options)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, yaml);
        var applied = await CliAsync(["policy", "apply", file, .. options]);
        File.Delete(file);
        return applied;
    }

    /// <summary>The meter takes records in. One of its own each time: a process takes a minute until it takes up another policy.</summary>
    internal Task DeliverAsync(params IEnumerable<Core.Invocations.Invocation> calls) => DeliverAsync(Calls.Payload([.. calls]));

    /// <summary>The same of anything that somebody may deliver.</summary>
    internal async Task DeliverAsync(byte[] payload) => (await TryDeliverAsync(payload)).ShouldBeNull();

    /// <summary>What the meter said when it failed; null where it did not.</summary>
    internal async Task<string?> TryDeliverAsync(byte[] payload)
    {
        await using var meter = Start("meter");
        return (await meter.DeliverAsync(payload)).IsError ? meter.Log : null;
    }

    /// <summary>Bedrock's setting, as whoever may change it.</summary>
    internal async Task WriteLogsToAsync(string group)
    {
        using var raw = new RawAccount(_server.Url);
        await raw.RestAsync(
            "bedrock", HttpMethod.Put, "/logging/modelinvocations",
            $$$"""{"loggingConfig":{"cloudWatchConfig":{"logGroupName":"{{{group}}}","roleArn":"arn:aws:iam::123456789012:role/theirs"} } }""");
    }

    /// <summary>The watch's minute.</summary>
    internal async Task WatchAsync()
    {
        await using var watch = Start("watch");
        (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
    }

    /// <summary>CloudTrail tells of something.</summary>
    internal async Task HearAsync(string call)
    {
        await using var setup = Start("setup");
        (await setup.DeliverAsync(System.Text.Encoding.UTF8.GetBytes(call))).IsError.ShouldBeFalse(setup.Log);
    }

    /// <summary>Lets time pass over a stop that is in force: its deny was put on so much earlier.</summary>
    internal async Task BackdateAsync(string stopId, TimeSpan by)
    {
        using var raw = new RawAccount(_server.Url);
        var key = new { pk = new { S = "stop#open" }, sk = new { S = stopId } };
        var item = await raw.JsonAsync("dynamodb", "DynamoDB_20120810.GetItem", JsonSerializer.Serialize(new
        {
            TableName = "KillSwitch-ledger",
            Key = key,
        }));
        var stop = System.Text.Json.Nodes.JsonNode.Parse(item.GetProperty("Item").GetProperty("stop").GetProperty("S").GetString()!)!;
        stop["enforcedAt"] = (stop["enforcedAt"]!.GetValue<DateTimeOffset>() - by).ToString("O");
        await raw.JsonAsync("dynamodb", "DynamoDB_20120810.UpdateItem", JsonSerializer.Serialize(new
        {
            TableName = "KillSwitch-ledger",
            Key = key,
            UpdateExpression = "SET #s = :s",
            ExpressionAttributeNames = new Dictionary<string, string> { ["#s"] = "stop" },
            ExpressionAttributeValues = new Dictionary<string, object> { [":s"] = new { S = stop.ToJsonString() } },
        }));
    }

    /// <summary>Somebody makes every version of the policy unreadable.</summary>
    internal async Task DamagePolicyAsync()
    {
        using var raw = new RawAccount(_server.Url);
        var version = (await JsonAsync("policy", "show")).GetProperty("version").GetInt32();
        foreach (var sort in Enumerable.Range(1, version).Select(number => $"version#{number:D6}").Prepend("current"))
        {
            await raw.JsonAsync("dynamodb", "DynamoDB_20120810.PutItem", JsonSerializer.Serialize(new
            {
                TableName = "KillSwitch-ledger",
                Item = new
                {
                    pk = new { S = "policy" },
                    sk = new { S = sort },
                    version = new { N = $"{version}" },
                    yaml = new { S = "version: 1" },
                },
            }));
        }
    }

    /// <summary>The account's IAM, by the services' own operations: what somebody else does.</summary>
    internal async Task<XElement> IamAsync(string action, params (string Name, string Value)[] parameters) =>
        await (await _server.EnterAsync("123456789012")).QueryAsync("iam", action, parameters);

    /// <summary>What is open, as <c>status</c> tells programs.</summary>
    internal async Task<IReadOnlyList<JsonElement>> StopsAsync(string target) =>
        [.. (await JsonAsync("status")).GetProperty("stops").EnumerateArray()
            .Where(stop => stop.GetProperty("target").GetProperty("name").GetString() == target)];

    /// <summary>A command that is done, and what it says to programs.</summary>
    internal async Task<JsonElement> JsonAsync(params string[] arguments) =>
        JsonDocument.Parse((await CliAsync([.. arguments, "--output", "json"])).Output).RootElement;

    /// <summary>What people were told of somebody.</summary>
    internal IReadOnlyList<(string Subject, string Text)> ToldOf(string target) =>
        [.. Told.Each(Front.Published).Where(one => one.Subject.Contains($" {target}: ", StringComparison.Ordinal))];

    /// <summary>A function of the sensor in another region: the same program, told where home is.</summary>
    internal RunningFunction StartSensor(string region, string handler)
    {
        var name = $"{GuardSetting.SensorStack("KillSwitch")}-{handler}-{region}";
        return RunningFunction.Start(
            new DeployedFunction(
                handler, $"arn:aws:lambda:{region}:123456789012:function:{name}", name,
                new Dictionary<string, string>(_environment)
                {
                    ["AWS_REGION"] = region,
                    ["AWS_LAMBDA_FUNCTION_NAME"] = name,
                    [GuardSetting.LogGroup] = Calls.GroupOfSensor,
                    [GuardSetting.TamperRules] = "12",
                },
                _admin),
            Front.Url);
    }

    /// <summary>The meter of a sensor takes records of its region in.</summary>
    internal async Task DeliverInAsync(string region, params Core.Invocations.Invocation[] calls)
    {
        await using var meter = StartSensor(region, "meter");
        (await meter.DeliverAsync(Calls.PayloadIn(region, calls))).IsError.ShouldBeFalse(meter.Log);
    }

    internal RunningFunction Start(string handler, string? otherRegions = null)
    {
        var environment = _environment.Concat(FurtherEnvironment).ToDictionary();
        if (otherRegions is not null)
            environment[GuardSetting.OtherRegions] = otherRegions;
        return RunningFunction.Start(
            new DeployedFunction(
                handler, $"arn:aws:lambda:us-east-1:123456789012:function:{handler}", handler, environment, _admin),
            Front.Url);
    }
}

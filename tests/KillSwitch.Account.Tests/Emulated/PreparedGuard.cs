using System.Text.Json;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// A guard in an account of its own, made of <see cref="PreparedParts"/>, beside the one that is deployed: its stories run at the same
/// time as the others, change the policy as they like, and stop nobody else. The packaged program, the command line and IAM are the same.
/// </summary>
public class PreparedGuard : IAsyncLifetime
{
    private readonly MotoServer _server = new();
    private ModelClient _models = null!;
    private AccountAdmin _iam = null!;
    private AccessKey _admin = null!;
    private Dictionary<string, string> _environment = null!;

    /// <summary>Stands before the emulator: the programs ask it, and what they tell people is there.</summary>
    internal CountingProxy Front { get; private set; } = null!;

    /// <summary>Who may ask the guard for something; null where that is not known.</summary>
    private protected virtual string? Operators => null;

    internal Uri Server => _server.Url;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Repository.Bootstrap))
            throw new FileNotFoundException("the packaged function is missing: `make package-lambda` builds it, and `make test` does so first", Repository.Bootstrap);
        await _server.InitializeAsync();
        (Front, _models, _iam) = (new CountingProxy(_server.Url), new ModelClient(_server.Url), new AccountAdmin(_server.Url));
        _environment = await PreparedParts.MakeAsync(await _server.EnterAsync("123456789012"), operators: Operators);
        _admin = await _iam.UserAsync("admin", "*");
    }

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

    /// <summary>Whether a call to a model gets through. Nobody is checked at other times: the emulator takes the watch's signed GET of Bedrock's for forged.</summary>
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
    internal Task<Command> CliAsync(params string[] arguments) => Command.RunAsync("dotnet", [Repository.Cli, .. arguments], _admin.Environment(Front.Url));

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
    internal async Task DeliverAsync(params IEnumerable<Core.Invocations.Invocation> calls)
    {
        await using var meter = Start("meter");
        (await meter.DeliverAsync(Calls.Payload([.. calls]))).IsError.ShouldBeFalse(meter.Log);
    }

    /// <summary>The watch's minute.</summary>
    internal async Task WatchAsync()
    {
        await using var watch = Start("watch");
        (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
    }

    /// <summary>What is open, as <c>status</c> tells programs.</summary>
    internal async Task<IReadOnlyList<JsonElement>> StopsAsync(string target) =>
        [.. (await JsonAsync("status")).GetProperty("stops").EnumerateArray().Where(stop => stop.GetProperty("target").GetProperty("name").GetString() == target)];

    /// <summary>A command that is done, and what it says to programs.</summary>
    internal async Task<JsonElement> JsonAsync(params string[] arguments) => JsonDocument.Parse((await CliAsync([.. arguments, "--output", "json"])).Output).RootElement;

    /// <summary>What people were told of somebody.</summary>
    internal IReadOnlyList<(string Subject, string Text)> ToldOf(string target) =>
        [.. Told.Each(Front.Published).Where(one => one.Subject.Contains($" {target}: ", StringComparison.Ordinal))];

    private RunningFunction Start(string handler) =>
        RunningFunction.Start(new DeployedFunction(handler, $"arn:aws:lambda:us-east-1:123456789012:function:{handler}", handler, _environment, _admin), Front.Url);
}

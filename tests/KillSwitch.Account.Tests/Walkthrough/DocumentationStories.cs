using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Account.Tests.Walkthrough;

/// <summary>
/// Every command of the program in a block of the documentation, run on an emulated account: it is done, or refused as its page says.
/// </summary>
[Collection(OneAccount.Name)]
public sealed class DocumentationStories(Deployment account) : IAsyncLifetime
{
    private const string Agent = "role/agent-docs";

    private const string Policy = """
        version: 1
        exempt: ["user/admin"]
        rules:
          - id: agent-day
            match: { principal: "role/agent-docs" }
            per: principal
            limit: { usd: 3 }
            every: day
            stop: principal
          - id: waits
            match: { principal: ["role/agent-docs-1", "role/agent-docs-2"] }
            per: principal
            limit: { usd: 3 }
            every: day
            stop: principal
            approval: manual
        """;

    // Each has its own story, with what the emulator lacks put in its place.
    private static readonly string[] Elsewhere =
    [
        "caching --live" /* LiveCachingTests */, "BedrockAPIKey" /* KeyStories */, "killswitch drill" /* DrillStories */,
        "killswitch deploy" /* DeployStories */, "killswitch destroy" /* DeployStories */,
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("documentation-").FullName;
    private Transcript _terminal = null!;

    public async ValueTask InitializeAsync()
    {
        _terminal = new Transcript(account.Admin, account.Server, _folder);
        // The emulator takes every signed GET of Bedrock's for forged: while the account is read nobody is checked.
        await account.EnforceAsync(false);
        var calls = Calls.Of(Agent, 3, inputTokens: 1_000);
        await account.LogAsync("/documentation/invocations", calls);
        await File.WriteAllLinesAsync(Path.Combine(_folder, "events.json"), calls.Select(Calls.Record));
        Directory.CreateDirectory(Path.Combine(_folder, "AWSLogs"));
        File.Copy(Path.Combine(_folder, "events.json"), Path.Combine(_folder, "AWSLogs", "events.json"));
        var examples = Directory.CreateDirectory(Path.Combine(_folder, "docs", "examples")).FullName;
        foreach (var example in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "examples"), "*.yaml"))
            File.Copy(example, Path.Combine(examples, Path.GetFileName(example)));
    }

    public async ValueTask DisposeAsync()
    {
        await account.LogNothingAsync();
        await account.EnforceAsync(true);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_command_is_done_or_refused_as_its_page_says()
    {
        List<string> commands = [.. Page.All().SelectMany(page => page.Commands())
            .Where(command => command.StartsWith("killswitch ", StringComparison.Ordinal) && !Array.Exists(Elsewhere, command.Contains))
            .Distinct(StringComparer.Ordinal)];
        commands.Count.ShouldBeGreaterThan(25);

        foreach (var command in commands.Where(IsChange))
            await RunAsync(await PreparedAsync(command));
        await account.ApplyAsync(Policy);
        await StoppedAsync(Agent);
        List<string> looks = [];
        foreach (var command in commands.Where(command => !IsChange(command)))
            looks.Add(await PreparedAsync(command));
        await Task.WhenAll(looks.Select(RunAsync));
        (await account.CliAsync("restore", Agent, "--raise", "100000")).Succeeded();
    }

    private static bool IsChange(string command) =>
        command.Split(' ')[1] is "init" or "policy" or "stop" or "restore" or "approve" or "reject" or "raise";

    // 0 is done, and 1 what a page says is refused; 2 and 3 are mistakes of the page.
    private async Task RunAsync(string command)
    {
        var run = await _terminal.RunAsync(command, null);
        run.ExitCode.ShouldBeInRange(0, 1, $"{command}\n{run.Error}");
    }

    private async Task<string> PreparedAsync(string command)
    {
        var verb = command.Split(' ')[1];
        if (verb == "init")
        {
            File.Delete(Path.Combine(
                _folder, command.Split(' ').FirstOrDefault(word => word.EndsWith(".yaml", StringComparison.Ordinal)) ?? "killswitch.yaml"));
        }

        if (verb is "restore" or "approve" or "reject" or "explain" or "raise")
            await account.ApplyAsync(Policy);
        var stop = verb switch
        {
            "restore" or "explain" => await StoppedAsync(Agent),
            "approve" => await StoppedAsync(Agent + "-1"),
            "reject" => await StoppedAsync(Agent + "-2"),
            _ => "",
        };
        return command.Replace("stop-abcdefghjk", stop, StringComparison.Ordinal).Replace("role/agent-7", Agent, StringComparison.Ordinal)
            .Replace("--rule agent-monthly-cap", "--rule agent-day", StringComparison.Ordinal);
    }

    /// <summary>The stop of a principal that is over its limit, however much was granted before.</summary>
    private async Task<string> StoppedAsync(string principal)
    {
        if (await FindAsync(principal) is { } open)
            return open;
        // One of its own: a meter takes a minute until it takes up another policy.
        await using var meter = account.Start("meter");
        (await meter.DeliverAsync(Calls.Payload(Calls.Of(principal, 60)))).IsError.ShouldBeFalse(meter.Log);
        return (await FindAsync(principal)).ShouldNotBeNull(meter.Log);
    }

    private async Task<string?> FindAsync(string principal) =>
        JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement.GetProperty("stops")
            .EnumerateArray()
            .Where(stop => stop.GetProperty("target").GetProperty("name").GetString() == principal)
            .Select(stop => stop.GetProperty("id").GetString()).FirstOrDefault();
}

using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests.Walkthrough;

/// <summary>
/// A new user's hour: what <c>docs/walkthrough.md</c> shows is what these commands printed. <c>make walkthrough</c> runs them and writes
/// the page; every other run checks that they still do what it says.
/// </summary>
[Collection(OneAccount.Name)]
public sealed class WalkthroughStories(Deployment account) : IDisposable
{
    private const string Agent = "role/agent-7";

    private readonly string _folder = Directory.CreateTempSubdirectory("walkthrough-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_new_users_hour()
    {
        var terminal = new Transcript(account.Admin, account.Server, _folder);
        terminal.Say("# A new user's hour\n\nFrom a clone to a runaway that is stopped and restored, as a terminal showed it. `make "
            + "walkthrough` runs every command of this page on an emulated account and writes the page; `make test` runs them again.");
        if (Deployment.IsRecorded)
        {
            terminal.Heading("From a release");
            terminal.Say("With the one file of the release, in an empty folder, and nothing else on the path: neither .NET nor Node, Python "
                + "or a compiler. The emulated account answers at once; in a real one, CloudFormation takes minutes to deploy and to remove.");
            terminal.Say((await File.ReadAllTextAsync(InstallationStories.Page)).Trim());
            await CloneAndDemoAsync(terminal);
        }

        terminal.Heading("A policy to start from");
        await terminal.TypeAsync("killswitch init");
        await terminal.TypeAsync("killswitch policy check killswitch.yaml");

        if (Deployment.IsRecorded)
        {
            terminal.Heading("Into the account");
            terminal.Show("make deploy", account.Deployed, line =>
                line.Contains("deploying", StringComparison.Ordinal) || line.Contains('✅', StringComparison.Ordinal)
                || line.Contains(".NextStep = ", StringComparison.Ordinal));
        }

        terminal.Heading("A first look");
        terminal.Say("Nothing is in force yet. Everything is counted from now on, and nothing is stopped.");
        await using var meter = account.Start("meter");
        var agent = account.Keys[Agent];
        // The emulator takes every signed GET of Bedrock's for forged: while the account is read nobody is checked.
        await account.EnforceAsync(false);
        var past = Calls.Of(Agent, 6, inputTokens: 20_000);
        await account.LogAsync("/walkthrough/invocations", past);
        (await meter.DeliverAsync(Calls.Payload(past))).IsError.ShouldBeFalse(meter.Log);
        await terminal.TypeAsync("killswitch usage");

        terminal.Heading("Limits from what was called");
        await terminal.TypeAsync("killswitch init --from-account --since 7d --force");
        await terminal.TypeAsync("killswitch replay --policy killswitch.yaml --from-account --since 7d --mode enforce");

        await account.LogNothingAsync();
        await account.EnforceAsync(true);

        terminal.Heading("In force");
        await File.WriteAllTextAsync(Path.Combine(_folder, "killswitch.yaml"), Policy);
        terminal.Say("A cap of $3 a day, so that this page need not be expensive:");
        await terminal.TypeAsync("cat killswitch.yaml");
        await terminal.TypeAsync("killswitch policy apply killswitch.yaml");
        terminal.Say("Within its minute the watch has taken the policy up.");
        await account.EnforceAsync(false);
        await using (var watch = account.Start("watch"))
            (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
        await account.EnforceAsync(true);

        terminal.Heading("The breach");
        terminal.Say("The agent calls Bedrock, and is answered:");
        const string call =
            "aws bedrock-runtime invoke-model --model-id anthropic.claude-opus-4-6-v1 --body fileb://question.json answer.json";
        await File.WriteAllTextAsync(Path.Combine(_folder, "question.json"), "{}");
        await terminal.TypeAsync(call, key: agent);
        using var proxy = new CountingProxy(account.Server);
        await using (var loop = account.Start("meter", proxy.Url))
            (await loop.DeliverAsync(Calls.Payload(Calls.Of(Agent, 4)))).IsError.ShouldBeFalse(loop.Log);
        terminal.Say("It loops: four calls with 200,000 uncached tokens each, a second apart. The record of the last one arrives, and the "
            + "next call is refused:");
        await terminal.TypeAsync(call, exitCode: null, key: agent);

        terminal.Heading("The message");
        var message = JsonDocument.Parse(
            proxy.Published.Single(one => one["Subject"].StartsWith("STOPPED " + Agent, StringComparison.Ordinal))["Message"]).RootElement;
        terminal.Show(message.GetProperty("default").GetString()!);

        terminal.Heading("Why");
        await terminal.TypeAsync("killswitch status");
        await terminal.TypeAsync("killswitch explain role/agent-7");

        terminal.Heading("Let it go on");
        await terminal.TypeAsync("killswitch restore role/agent-7", exitCode: 1);
        await terminal.TypeAsync("killswitch restore role/agent-7 --raise 5");
        await terminal.TypeAsync(call, key: agent);
        terminal.Say("Its limit is $8 until midnight. Then the window turns, and it is $3 again.");

        if (Deployment.IsRecorded)
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, Deployment.Page!), terminal.Page.Trim() + "\n");
    }

    private const string Policy = """
        version: 1
        mode: enforce
        exempt: ["user/admin"]
        rules:
          - id: agent-day
            match: { principal: "role/agent-7" }
            per: principal
            limit: { usd: 3 }
            every: day
            notify: [50%, 80%]
            stop: principal
            restore: window

        """;

    private static async Task CloneAndDemoAsync(Transcript terminal)
    {
        terminal.Heading("The demo");
        await terminal.RunAsync($"git clone -q '{Repository.Root}' kill-switch", null);
        terminal.Show("git clone -q REPOSITORY kill-switch && cd kill-switch", "");
        await terminal.TypeAsync("make --no-print-directory -C kill-switch demo");
    }
}

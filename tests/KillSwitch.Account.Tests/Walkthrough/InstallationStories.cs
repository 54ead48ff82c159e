using System.Diagnostics;
using System.Globalization;
using System.Text;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests.Walkthrough;

/// <summary>
/// From a release to a proven switch and out again, by the command line alone: on its path there is nothing, neither Node nor Python nor a
/// compiler, and its folder is empty. <c>make walkthrough</c> types it with the program of the release and writes what it says.
/// </summary>
public sealed class InstallationStories(InstalledGuard guard, SynthesizedRelease release)
    : IClassFixture<InstalledGuard>, IClassFixture<SynthesizedRelease>, IDisposable
{
    private const string Policy = """
        version: 1
        mode: observe
        rules:
          - { id: agents, per: principal, limit: { usd: 500 }, every: month, stop: principal }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("installed-").FullName;
    private readonly StringBuilder _page = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What was typed, with how long each took, for the page.</summary>
    internal static string Page => Path.Combine(Repository.Root, "artifacts", "installation.md");

    [Fact]
    public async Task A_guard_is_deployed_proved_and_removed_from_a_release_alone()
    {
        // The emulator knows no termination protection.
        const string unprotected = "-c terminationProtection=false";
        var deployed = await TypeAsync($"deploy --yes {unprotected}", guard.ForTemplates);
        deployed.ShouldContain("KillSwitch in us-east-1: deployed");
        await guard.TakeUpAsync();

        await File.WriteAllTextAsync(Path.Combine(_folder, "killswitch.yaml"), Policy);
        (await TypeAsync("policy apply killswitch.yaml --yes", guard.Front.Url)).ShouldContain("version 1 is in force");

        using var runtime = new RuntimeStandIn(guard);
        await runtime.PrepareAsync();
        var drill = await TypeAsync("drill --yes", guard.Front.Url, ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", runtime.Url),
            ("AWS_ENDPOINT_URL_BEDROCK_MANTLE", runtime.Url));
        runtime.Troubles.ShouldBeEmpty();
        drill.ShouldContain("deny-holds");
        drill.ShouldNotContain("refuted ");

        await guard.WatchAsync();
        (await TypeAsync("status", guard.Front.Url)).ShouldContain("last drill: ");

        await guard.LetGoAsync();
        (await TypeAsync("destroy --yes", guard.ForTemplates)).ShouldContain("KillSwitch in us-east-1: removed.");
        if (Deployment.IsRecorded)
            await File.WriteAllTextAsync(Page, _page.ToString());
    }

    // Every permission would be pages.
    private static List<string> Short(List<string> lines)
    {
        var (from, to) = (lines.IndexOf("Permissions"), lines.IndexOf("Resources"));
        return from < 0 ? lines : [.. lines[..(from + 1)], "  … what each role of it may", .. lines[to..]];
    }

    private async Task<string> TypeAsync(
        string line, Uri endpoint, params (string Name, Uri Url)[] more)
    {
        var environment = guard.Admin.Environment(endpoint);
        foreach (var (name, url) in more)
            environment[name] = url.ToString().TrimEnd('/');
        (environment["PATH"], environment["HOME"], environment["NO_COLOR"], environment["COLUMNS"]) = (_folder, _folder, "1", "100");
        string[] arguments = [.. line.Split(' '), .. line.StartsWith("deploy", StringComparison.Ordinal) ? From : []];
        var watch = Stopwatch.StartNew();
        // A terminal shows both in the order in which they are written.
        string[] shell = ["-c", "exec \"$0\" \"$@\"" + (Deployment.IsRecorded ? " 2>&1" : ""), Program];
        var command = await Command.RunAsync("/bin/sh", [.. shell, .. Before, .. arguments], environment, _folder);
        command.Succeeded();
        var said = Short([.. (command.Output + command.Error).Split('\n').Select(one => one.TrimEnd())]);
        _page.Append(CultureInfo.InvariantCulture, $"```console\n$ killswitch {line}\n{string.Join('\n', said).Trim('\n')}\n```\n\n")
            .Append(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0} s.\n\n");
        return command.Output;
    }

    // The program of the release has its files beside it.
    private static string? Released =>
        Environment.GetEnvironmentVariable("KILLSWITCH_RELEASED") is { Length: > 0 } program ? program : null;

    private static string Program => Released ?? Repository.DotNet;

    private static string[] Before => Released is null ? [Repository.Cli] : [];

    private string[] From => Released is null ? ["--from", release.Folder] : [];
}

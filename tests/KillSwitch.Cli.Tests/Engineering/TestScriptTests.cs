using System.Diagnostics;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary><c>eng/test.sh</c> on projects that only pretend to run: a <c>dotnet</c> of its own prints what each is to print.</summary>
public sealed class TestScriptTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("killswitch-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Sums_all_projects_in_the_last_line()
    {
        Project("Account", Summary("Account", total: 5, notRun: 2));
        Project("Core", Summary("Core", total: 10));
        Project("Engine", Summary("Engine", total: 7));
        var (lines, code) = await RunAsync();
        lines[^1].ShouldBe("20 passed, 0 failed");
        code.ShouldBe(0);
        lines.ShouldNotContain("failed:");
    }

    [Fact]
    public async Task Names_what_failed_right_before_the_last_line()
    {
        Project("Account",
            "    KillSwitch.Account.Tests.KillStories.A_meter_is_killed(at: \"a [place]\") [FAIL]\n      Shouldly.ShouldAssertException : "
            + "no\n" + Summary("Account", total: 5, failed: 1), code: 1);
        Project("Core", Summary("Core", total: 10));
        Project("Cli", "    [Test Class Cleanup Failure (KillSwitch.Cli.Tests.RunTests)] System.IO.IOException\n"
            + Summary("Cli", total: 3, errors: 1), code: 1);
        Project("Engine", "it broke\n", code: 134);
        Project("Lambda", Summary("Lambda", total: 2), code: 3);
        Directory.CreateDirectory(Path.Combine(_root, "tests", "KillSwitch.Infra.Tests"));
        var (lines, code) = await RunAsync();
        lines[^7..].ShouldBe(
        [
            "failed:",
            "  KillSwitch.Account.Tests.KillStories.A_meter_is_killed(at: \"a [place]\")",
            "  [Test Class Cleanup Failure (KillSwitch.Cli.Tests.RunTests)] System.IO.IOException",
            "  KillSwitch.Engine.Tests ended without a summary (exit code 134)",
            "  KillSwitch.Infra.Tests was not built: run make build",
            "  KillSwitch.Lambda.Tests ended with exit code 3, and without a failed test",
            "17 passed, 5 failed",
        ]);
        code.ShouldBe(1);
    }

    [Fact]
    public async Task Runs_the_light_projects_beside_the_account_stories_and_the_others_alone()
    {
        // Each waits for the other: one after another would never end.
        Project(
            "Account", Summary("Account", total: 1), before: "touch account; until [ -f core ]; do sleep 0.01; done; echo account-went-on");
        Project("Core", Summary("Core", total: 1), before: "until [ -f account ]; do sleep 0.01; done; echo core-ran; touch core");
        Project("Engine", Summary("Engine", total: 1), before: "touch engine");
        Project("Lambda", Summary("Lambda", total: 1), before: "[ ! -f engine ] && echo engine-came-later");
        var (lines, _) = await RunAsync();
        lines.ShouldContain("engine-came-later");
        lines[^1].ShouldBe("4 passed, 0 failed");
        // What each prints stays together.
        lines.IndexOf("core-ran")
            .ShouldBeGreaterThan(lines.FindIndex(line => line.StartsWith("   KillSwitch.Account.Tests  Total:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_without_a_test_has_failed()
    {
        Directory.CreateDirectory(Path.Combine(_root, "tests", "KillSwitch.Core.Tests"));
        var (lines, code) = await RunAsync();
        lines[^1].ShouldBe("0 passed, 2 failed");
        code.ShouldBe(1);
    }

    private static string Summary(string name, int total, int errors = 0, int failed = 0, int notRun = 0) =>
        $"=== TEST EXECUTION SUMMARY ===\n   KillSwitch.{name}.Tests  Total: {total}, Errors: {errors}, Failed: {failed}, Skipped: 0, Not "
            + $"Run: {notRun}, Time: 0.1s\n";

    private void Project(string name, string prints, int code = 0, string before = ":")
    {
        var folder =
            Directory.CreateDirectory(Path.Combine(_root, "tests", $"KillSwitch.{name}.Tests", "bin", "Release", "net10.0")).FullName;
        File.WriteAllText(Path.Combine(folder, "prints"), prints);
        File.WriteAllText(Path.Combine(folder, $"KillSwitch.{name}.Tests.dll"), $"{before}\ncat '{folder}/prints'\nexit {code}\n");
    }

    private async Task<(List<string> Lines, int Code)> RunAsync()
    {
        var bin = Directory.CreateDirectory(Path.Combine(_root, "bin")).FullName;
        await File.WriteAllTextAsync(Path.Combine(bin, "dotnet"), "#!/usr/bin/env bash\nexec bash \"$1\"\n");
        Directory.CreateDirectory(Path.Combine(_root, "eng"));
        File.Copy(Path.Combine(Page.Root, "eng", "test.sh"), Path.Combine(_root, "eng", "test.sh"));
        var start = new ProcessStartInfo("bash", ["-c", "chmod +x bin/dotnet && exec bash eng/test.sh"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _root,
        };
        start.Environment["PATH"] = $"{bin}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return ([.. text.TrimEnd('\n').Split('\n')], process.ExitCode);
    }
}

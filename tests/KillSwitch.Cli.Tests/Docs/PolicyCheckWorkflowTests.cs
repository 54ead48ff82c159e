using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Cli.Tests.Docs;

/// <summary>
/// The example workflow is what it says: its command lines run, with the tool that is built here and records from a file.
/// </summary>
public sealed class PolicyCheckWorkflowTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(1_000_000, 0, "$0.00 saved")]
    [InlineData(1, 1, "cap")]
    public async Task A_pull_request_is_checked_and_back_tested_and_says_what_would_have_been_stopped(int limit, int code, string says)
    {
        _scratch.Write("killswitch.yaml",
            $"version: 1\nrules:\n- {{ id: cap, per: principal, limit: {{ usd: {limit} }}, every: day, stop: principal }}\n");
        _scratch.Write("records.jsonl", Verbs.ReplayVerbTests.Records(5));

        var scripts = Scripts();
        scripts.Keys.ShouldBe(["Check", "Test", "Back-test"]);
        (await RunAsync(scripts["Check"])).ShouldBe(0);
        (await RunAsync(scripts["Test"])).ShouldBe(0);
        (await RunAsync(scripts["Back-test"])).ShouldBe(code);

        foreach (var file in (string[])["comment.md", "summary.md"])
        {
            var text = await File.ReadAllTextAsync(_scratch[file]);
            text.ShouldStartWith("### Back-test of `killswitch.yaml`\n```\n");
            text.ShouldContain(says);
        }

        File.Exists(_scratch["replay.html"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("none", 1)]
    [InlineData("role/agent", 0)]
    public async Task A_case_that_fails_fails_the_check(string stopped, int code)
    {
        _scratch.Write("killswitch.yaml", "version: 1\nrules:\n- { id: cap, per: principal, limit: { usd: 1 }, every: day, stop: principal }\n");
        _scratch.Write("killswitch.test.yaml", $$"""
            version: 1
            cases:
              - name: two dollars
                calls: { at: "09:00", principal: role/agent, model: amazon.nova-micro-v1:0, usd: 2 }
                expect: { stopped: {{stopped}} }
            """);

        (await RunAsync(Scripts()["Test"])).ShouldBe(code);
    }

    [Fact]
    public async Task A_policy_with_a_mistake_fails_the_check()
    {
        _scratch.Write("killswitch.yaml", "version: 1\nrules: []\nmode: on\n");

        (await RunAsync(Scripts()["Check"])).ShouldBe(2);
    }

    /// <summary>The steps that run the tool, by name.</summary>
    private static Dictionary<string, string> Scripts()
    {
        var yaml = new YamlStream();
        using var file = File.OpenText(Path.Combine(Page.Root, "docs", "examples", "policy-check.yml"));
        yaml.Load(file);
        var steps = (YamlSequenceNode)yaml.Documents[0].RootNode["jobs"]["check"]["steps"];
        return steps.OfType<YamlMappingNode>()
            .Where(step => step.Children.TryGetValue("run", out var script)
                && ((YamlScalarNode)script).Value!.Contains("killswitch ", StringComparison.Ordinal))
            .ToDictionary(step => ((YamlScalarNode)step["name"]).Value!, step => ((YamlScalarNode)step["run"]).Value!);
    }

    private async Task<int> RunAsync(string script)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "killswitch.dll");
        // As GitHub runs a step.
        var start = new ProcessStartInfo("bash", ["-eo", "pipefail", "-c", $"killswitch() {{ dotnet '{tool}' \"$@\"; }}\n{script}"])
        {
            WorkingDirectory = Path.GetDirectoryName(_scratch["x"]),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["POLICY"] = "killswitch.yaml";
        start.Environment["CASES"] = "killswitch.test.yaml";
        start.Environment["RECORDS"] = "--logs records.jsonl";
        start.Environment["GITHUB_STEP_SUMMARY"] = _scratch["summary.md"];
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await Task.WhenAll(output, error);
        return process.ExitCode;
    }
}

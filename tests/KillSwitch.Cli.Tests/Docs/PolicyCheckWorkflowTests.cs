using System.Text.RegularExpressions;
using KillSwitch.Cli.Tests.Engineering;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Cli.Tests.Docs;

/// <summary>
/// The example workflow is what it says: it runs the action with inputs that the action has, and these check, test and back-test, with the
/// tool that is built here and records from a file.
/// </summary>
public sealed partial class PolicyCheckWorkflowTests : IDisposable
{
    private static readonly string Workflow = Path.Combine(Page.Root, "docs", "examples", "policy-check.yml");

    private readonly LocalRelease _release = new();

    public void Dispose() => _release.Dispose();

    [Theory]
    [InlineData(1_000_000, "none", 0, "$0.00 saved")]
    [InlineData(1, "role/agent", 1, "cap")]
    [InlineData(1, "none", 1, "1 failed")]
    public void A_pull_request_is_checked_tested_and_back_tested_and_says_what_was_found(int limit, string stopped, int code, string says)
    {
        var inputs = Inputs();
        File.WriteAllText(_release[inputs["policy"]],
            $"version: 1\nrules:\n- {{ id: cap, per: principal, limit: {{ usd: {limit} }}, every: day, stop: principal }}\n");
        File.WriteAllText(_release[inputs["cases"]], $$"""
            version: 1
            cases:
              - name: two dollars
                calls: { at: "09:00", principal: role/agent, model: amazon.nova-micro-v1:0, usd: 2 }
                expect: { stopped: {{stopped}} }
            """);
        inputs["records"].ShouldBe("--from-account --since 14d");
        File.WriteAllText(_release["records.jsonl"], Verbs.ReplayVerbTests.Records(5));
        inputs["records"] = "--logs records.jsonl";

        Directory.CreateDirectory(_release["temp"]);
        var run = _release.Script("action.sh", [],
        [
            ("FAIL_ON_STOP", "true"), ("VERSION", ""), ("RELEASE", _release.Folder), ("ACTION_REPOSITORY", ""), ("ACTION_REF", ""),
            ("RUNNER_TEMP", _release["temp"]), ("GITHUB_STEP_SUMMARY", _release["summary.md"]), ("GITHUB_OUTPUT", _release["output"]),
            // As on GitHub: its log shows colors, and a comment does not.
            ("GITHUB_ACTIONS", "true"), ("CI", "true"),
            .. inputs.Select(input => (input.Key.ToUpperInvariant().Replace('-', '_'), input.Value)),
        ]);

        run.Code.ShouldBe(code, run.Error);
        foreach (var text in (string[])[run.Output, File.ReadAllText(_release["summary.md"])])
        {
            text.ShouldContain(says);
            text.ShouldNotContain('\e');
        }
    }

    [Fact]
    public void What_it_gives_the_action_and_takes_from_it_is_there()
    {
        var action = Yaml.Read(Path.Combine(Page.Root, "action.yml"));

        Inputs().Keys.ShouldBeSubsetOf(Names("inputs"));
        var taken = Taken().Matches(File.ReadAllText(Workflow)).Select(one => one.Groups[1].Value).Distinct().ToList();
        taken.ShouldBe(Names("outputs"), ignoreOrder: true);
        File.ReadAllText(Workflow).ShouldNotContain("dotnet");

        List<string> Names(string part) => [.. ((YamlMappingNode)action[part]).Children.Keys.Select(key => $"{key}")];
    }

    /// <summary>What the step that uses the action gives it.</summary>
    private static Dictionary<string, string> Inputs()
    {
        var step = ((YamlSequenceNode)Yaml.Read(Workflow)["jobs"]["check"]["steps"]).OfType<YamlMappingNode>()
            .Single(one => one.Children.TryGetValue("uses", out var uses)
                && $"{uses}".StartsWith("OWNER/REPOSITORY@v", StringComparison.Ordinal));
        return ((YamlMappingNode)step["with"]).Children.ToDictionary(one => $"{one.Key}", one => $"{one.Value}");
    }

    [GeneratedRegex(@"steps\.killswitch\.outputs\.([a-z]+)")]
    private static partial Regex Taken();
}

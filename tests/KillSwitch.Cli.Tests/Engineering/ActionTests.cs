using KillSwitch.Cli.Tests.Docs;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>The GitHub Action: <c>eng/action.sh</c> with the inputs of <c>action.yml</c>, and a program from a folder.</summary>
public sealed class ActionTests : IDisposable
{
    private readonly LocalRelease _release = new();

    public void Dispose() => _release.Dispose();

    [Theory]
    [InlineData(1_000_000, "true", 0, "$0.00 saved")]
    [InlineData(1, "true", 1, "cap")]
    [InlineData(1, "false", 0, "cap")]
    public void A_policy_is_checked_tested_and_back_tested_and_what_was_found_is_a_comment(
        int limit, string failOnStop, int code, string says)
    {
        Policy(limit);
        File.WriteAllText(_release["killswitch.test.yaml"], Cases(limit > 1 ? "none" : "role/agent"));
        File.WriteAllText(_release["records.jsonl"], Verbs.ReplayVerbTests.Records(5));

        var run = Run(("RECORDS", "--logs records.jsonl"), ("FAIL_ON_STOP", failOnStop));

        run.Code.ShouldBe(code, run.Error);
        var comment = File.ReadAllText(_release["temp/killswitch-comment.md"]);
        foreach (var title in (string[])["Check of `killswitch.yaml`", "Cases of `killswitch.test.yaml`", "Back-test of `killswitch.yaml`"])
            comment.ShouldContain($"### {title}\n```\n");
        comment.ShouldContain(says);
        File.ReadAllText(_release["summary.md"]).ShouldBe(comment);
        File.ReadAllLines(_release["output"]).ShouldBe(
            [$"comment={_release["temp/killswitch-comment.md"]}", $"report={_release["temp/killswitch-replay.html"]}"]);
        File.Exists(_release["temp/killswitch-replay.html"]).ShouldBeTrue();
    }

    [Fact]
    public void A_case_that_fails_fails_and_nothing_is_back_tested()
    {
        Policy(1);
        File.WriteAllText(_release["killswitch.test.yaml"], Cases("none"));

        Run(("RECORDS", "--logs nowhere.jsonl")).Code.ShouldBe(1);

        File.ReadAllText(_release["temp/killswitch-comment.md"]).ShouldNotContain("Back-test");
        File.ReadAllLines(_release["output"])[^1].ShouldBe("report=");
    }

    [Fact]
    public void A_policy_with_a_mistake_fails_with_its_sentence_in_the_comment()
    {
        File.WriteAllText(_release["killswitch.yaml"], "version: 1\nrules: []\nmode: on\n");

        Run().Code.ShouldBe(2);

        File.ReadAllText(_release["summary.md"]).ShouldContain("mode");
    }

    [Fact]
    public void A_policy_alone_is_checked_and_the_program_is_there_for_later_steps()
    {
        Policy(1);

        Run().Code.ShouldBe(0);

        File.ReadAllText(_release["path"]).ShouldBe(_release["temp/killswitch"] + "\n");
        File.ReadAllText(_release["summary.md"]).ShouldNotContain("Cases");
    }

    [Fact]
    public void A_program_that_is_not_the_releases_is_not_run()
    {
        Policy(1);
        _release.Tamper();

        var (code, output, error) = Run();

        (code, output).ShouldBe((1, ""));
        error.ShouldContain("its SHA-256 is another");
    }

    [Fact]
    public void An_input_that_is_not_allowed_is_said()
    {
        var (code, _, error) = Run(("FAIL_ON_STOP", "maybe"));

        (code, error).ShouldBe((2, "`maybe` is not allowed for `fail-on-stop`; allowed: true, false\n"));
    }

    // Nothing is asked of a server here: the address stands in the sentence that says that it cannot be had.
    [Theory]
    [InlineData("v0.1.5", "", "download/v0.1.5")]
    [InlineData("v0.1.5", "v0.1.4", "download/v0.1.4")]
    [InlineData("main", "", "latest/download")]
    [InlineData("v1", "", "latest/download")]
    public void The_release_is_that_of_the_action_unless_another_is_asked_for(string reference, string version, string path) =>
        Run(("RELEASE", ""), ("ACTION_REPOSITORY", "https://127.0.0.1:9/owner/name"), ("ACTION_REF", reference), ("VERSION", version))
            .Error.ShouldContain($"`https://127.0.0.1:9/owner/name/releases/{path}/SHA256SUMS` cannot be had");

    [Fact]
    public void Every_input_reaches_the_script_and_the_script_is_all_there_is()
    {
        var action = Yaml.Read(Path.Combine(Page.Root, "action.yml"));
        var step = (YamlMappingNode)((YamlSequenceNode)action["runs"]["steps"]).Single();

        step["run"].ToString().ShouldBe("\"$ACTION_PATH/eng/action.sh\"");
        var variables = ((YamlMappingNode)step["env"]).Children.ToDictionary(one => $"{one.Key}", one => $"{one.Value}");
        foreach (var input in ((YamlMappingNode)action["inputs"]).Children.Keys.Select(key => $"{key}"))
        {
            variables.ShouldContain(one => one.Value == $"${{{{ inputs.{input} }}}}");
            variables.Keys.ShouldContain(input.ToUpperInvariant().Replace('-', '_'));
        }

        var script = File.ReadAllText(Path.Combine(Page.Root, "eng", "action.sh"));
        foreach (var name in variables.Keys.Where(name => name != "ACTION_PATH"))
            script.ShouldContain(name);
        foreach (var output in ((YamlMappingNode)action["outputs"]).Children.Keys)
            script.ShouldContain($"echo \"{output}=");
    }

    private static string Cases(string stopped) =>
        $$"""
        version: 1
        cases:
          - name: two dollars
            calls: { at: "09:00", principal: role/agent, model: amazon.nova-micro-v1:0, usd: 2 }
            expect: { stopped: {{stopped}} }
        """;

    private void Policy(int limit) => File.WriteAllText(_release["killswitch.yaml"],
        $"version: 1\nrules:\n- {{ id: cap, per: principal, limit: {{ usd: {limit} }}, every: day, stop: principal }}\n");

    private (int Code, string Output, string Error) Run(params (string Name, string Value)[] inputs)
    {
        Directory.CreateDirectory(_release["temp"]);
        return _release.Script("action.sh", [],
        [
            ("POLICY", "killswitch.yaml"), ("CASES", "killswitch.test.yaml"), ("RECORDS", ""), ("FAIL_ON_STOP", "true"), ("VERSION", ""),
            ("RELEASE", _release.Folder), ("ACTION_REPOSITORY", ""), ("ACTION_REF", ""), ("RUNNER_TEMP", _release["temp"]),
            ("GITHUB_STEP_SUMMARY", _release["summary.md"]), ("GITHUB_OUTPUT", _release["output"]), ("GITHUB_PATH", _release["path"]),
            .. inputs,
        ]);
    }
}

using System.Text.RegularExpressions;
using KillSwitch.Cli.Tests.Docs;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>
/// The workflows hold what GitHub alone can do: a step is an action, held to one commit, or one command that everybody has.
/// </summary>
public partial class WorkflowTests
{
    public static TheoryData<string> Workflows =>
        [.. Directory.EnumerateFiles(Path.Combine(Page.Root, ".github", "workflows")).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_action_is_held_to_a_commit_and_named_by_its_version(string name)
    {
        var used = Used().Matches(File.ReadAllText(At(name))).Select(match => match.Value).ToList();

        used.ShouldNotBeEmpty();
        used.Where(one => !Pinned().IsMatch(one)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_command_is_one_line_and_a_script_or_target_of_the_repository_or_a_tool_that_signs_or_publishes(string name)
    {
        var targets = Target().Matches(File.ReadAllText(Path.Combine(Page.Root, "Makefile"))).Select(match => match.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);

        foreach (var command in Steps(name).Select(step => Of(step, "run")).Where(command => command.Length > 0))
        {
            command.ShouldNotContain("\n");
            command.ShouldNotContain("&&");
            // What whoever pushes may choose is no part of a command's text.
            command.ShouldNotContain("github.");
            var words = command.Split(' ');
            (words[0] switch
            {
                "make" => targets.Contains(words[1]),
                "cosign" or "gh" => true,
                var script => File.Exists(Path.Combine(Page.Root, script)),
            }).ShouldBeTrue(command);
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Nothing_may_be_written_but_where_a_job_says_so(string name)
    {
        var root = (YamlMappingNode)Yaml.Read(At(name));

        root["permissions"].ToString().ShouldBe("{ { contents, read } }");
        Jobs(root).Where(job => job.Value.Children.ContainsKey("permissions")).Select(job => job.Key)
            .ShouldBe(name == "release.yml" ? ["publish"] : []);
        foreach (var step in Steps(name).Where(step => Of(step, "uses").Contains("/checkout@", StringComparison.Ordinal)))
            step["with"]["persist-credentials"].ToString().ShouldBe("false");
    }

    [Fact]
    public void Every_program_of_a_release_is_run_on_a_machine_that_it_is_for_before_it_is_published()
    {
        var jobs = Jobs((YamlMappingNode)Yaml.Read(At("release.yml"))).ToDictionary();
        var platforms = Platform().Matches(File.ReadAllText(Path.Combine(Page.Root, "eng", "package-cli.sh"))).Select(match => match.Value)
            .Distinct().ToList();

        platforms.Count.ShouldBe(5);
        // That which makes the release runs its own.
        ((YamlSequenceNode)jobs["try"]["strategy"]["matrix"]["machine"]).Count().ShouldBe(platforms.Count - 1);
        jobs["publish"]["needs"].ToString().ShouldBe("try");
        jobs["try"]["needs"].ToString().ShouldBe("make");
    }

    private static string Of(YamlMappingNode step, string name) => step.Children.TryGetValue(name, out var value) ? $"{value}" : "";

    private static string At(string name) => Path.Combine(Page.Root, ".github", "workflows", name);

    private static IEnumerable<KeyValuePair<string, YamlMappingNode>> Jobs(YamlMappingNode root) =>
        ((YamlMappingNode)root["jobs"]).Children.Select(job => KeyValuePair.Create($"{job.Key}", (YamlMappingNode)job.Value));

    private static IEnumerable<YamlMappingNode> Steps(string name) => Jobs((YamlMappingNode)Yaml.Read(At(name)))
        .SelectMany(job => (YamlSequenceNode)job.Value["steps"]).OfType<YamlMappingNode>();

    [GeneratedRegex(@"uses: .*")]
    private static partial Regex Used();

    [GeneratedRegex(@"^uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"^(?<name>[a-z][a-z-]*):", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex(@"\b(linux|osx|win)-(x64|arm64)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Platform();
}

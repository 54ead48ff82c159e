using System.Globalization;
using System.Text.RegularExpressions;

namespace KillSwitch.Cli.Tests.Docs;

/// <summary>What the documentation points to is there, and what it tells people to put into a policy is a policy.</summary>
public partial class PageTests
{
    public static TheoryData<string> Pages => [.. Page.All().Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string name)
    {
        var page = Of(name);

        foreach (var (file, anchor) in page.Links())
        {
            (File.Exists(file) || Directory.Exists(file)).ShouldBeTrue($"{name} links to {Path.GetRelativePath(Page.Root, file)}");
            if (anchor.Length > 0)
            {
                new Page(file, File.ReadAllText(file)).Anchors()
                    .ShouldContain(anchor, $"{name} links to {Path.GetRelativePath(Page.Root, file)}#{anchor}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_of_the_repository_that_is_named_is_there(string name) =>
        NamedPath().Matches(Of(name).Text).Select(match => match.Groups["path"].Value)
            .Where(path => !Path.Exists(Path.Combine(Page.Root, path))).ShouldBeEmpty(name);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_policy_passes_the_check(string name)
    {
        foreach (var policy in Of(name).Blocks("yaml")
            .Where(
            block => block.StartsWith("version: 1\n", StringComparison.Ordinal) && block.Contains("rules:", StringComparison.Ordinal)))
        {
            var check = await Run.WithInput(policy, "policy", "check", "-");
            check.ExitCode.ShouldBe(0, policy + check.Error);
        }
    }

    [Fact]
    public void Every_make_target_is_one()
    {
        var targets = Target().Matches(File.ReadAllText(Path.Combine(Page.Root, "Makefile"))).Select(match => match.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);

        foreach (var page in Page.All())
        {
            foreach (var match in Make().Matches(page.Text).Cast<Match>())
                targets.ShouldContain(match.Groups["name"].Value, page.Name);
        }
    }

    [Fact]
    public void The_index_has_every_page_and_every_decision()
    {
        var index = Of("docs/README.md");
        var linked = index.Links().Select(link => link.File).ToHashSet(StringComparer.Ordinal);

        Directory.EnumerateFiles(Path.Combine(Page.Root, "docs"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".md" or ".yml" && file != index.Path && !linked.Contains(file))
            .Select(file => Path.GetRelativePath(Page.Root, file)).ShouldBeEmpty();
        Decision().Matches(index.Text)
            .Select(match => $"{int.Parse(match.Groups["file"].ValueSpan, CultureInfo.InvariantCulture)}. {match.Groups["title"].Value}")
            .ShouldBe(Directory.EnumerateFiles(Path.Combine(Page.Root, "docs", "decisions")).Order(StringComparer.Ordinal)
                .Select(file => File.ReadLines(file).First()[2..]));
    }

    private static Page Of(string name) => new(Path.Combine(Page.Root, name), File.ReadAllText(Path.Combine(Page.Root, name)));

    [GeneratedRegex("^(?<name>[a-z-]+):", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex(@"^\d+\. \[(?<title>.+)\]\(decisions/(?<file>\d+)-[^)]+\)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Decision();

    [GeneratedRegex("(^|`|&& )make (?<name>[a-z-]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Make();

    [GeneratedRegex(@"`(?<path>(src|infra|tests|eng|docs|schema)/[\w./-]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedPath();
}

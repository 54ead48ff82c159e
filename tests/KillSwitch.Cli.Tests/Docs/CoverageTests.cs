using System.Text.RegularExpressions;

namespace KillSwitch.Cli.Tests.Docs;

/// <summary>What a page says is shown is shown: each test that it names is there.</summary>
public partial class CoverageTests
{
    [Theory]
    [InlineData("coverage.md", 40)]
    [InlineData("security.md", 30)]
    public void Every_test_that_the_page_names_is_there(string page, int atLeast)
    {
        var root = Page.Root;
        var sources = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .GroupBy(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal)
                .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

        var named = Named().Matches(File.ReadAllText(Path.Combine(root, "docs", page)));

        named.Count.ShouldBeGreaterThan(atLeast);
        foreach (var match in named.Cast<Match>())
        {
            sources.ShouldContainKey(match.Groups["class"].Value);
            if (match.Groups["method"] is { Success: true, Value: var method })
                File.ReadAllText(sources[match.Groups["class"].Value]).ShouldContain($" {method}", Case.Sensitive, match.Value);
        }
    }

    [GeneratedRegex("`(?<class>[A-Z][A-Za-z]*(?:Tests|Stories))(?:\\.(?<method>[A-Za-z_]+)…?)?`", RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}

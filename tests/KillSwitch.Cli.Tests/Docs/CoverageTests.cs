using System.Text.RegularExpressions;
using KillSwitch.Cli.Tests.Engineering;

namespace KillSwitch.Cli.Tests.Docs;

/// <summary>What a page says is shown is shown: each test that it names is there.</summary>
public partial class CoverageTests
{
    [Theory]
    [InlineData("coverage.md", 40)]
    [InlineData("security.md", 30)]
    public void Every_test_that_the_page_names_is_there(string page, int atLeast)
    {
        var named = Named().Matches(File.ReadAllText(Path.Combine(Page.Root, "docs", page)));

        named.Count.ShouldBeGreaterThan(atLeast);
        foreach (var match in named.Cast<Match>())
        {
            CompiledTests.ByClass.TryGetValue(match.Groups["class"].Value, out var tests)
                .ShouldBeTrue($"{match.Value} is in no test project that was built: run make build");
            if (match.Groups["method"] is { Success: true, Value: var method })
                tests!.ShouldContain(test => match.Groups["more"].Success ? test.StartsWith(method) : test == method, match.Value);
        }
    }

    [GeneratedRegex(
        "`(?<class>[A-Z][A-Za-z]*(?:Tests|Stories))(?:\\.(?<method>[A-Za-z_]+)(?<more>…)?)?`", RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}

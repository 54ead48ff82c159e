using System.Text.RegularExpressions;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary><c>docs/glossary.md</c> stays short, in order, and names types that are there.</summary>
public partial class GlossaryTests
{
    [Fact]
    public void It_has_forty_words_at_most_in_order_with_the_types_of_the_source()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Page.Root, "docs", "glossary.md"))).ToList();
        var files = Directory.EnumerateFiles(Path.Combine(Page.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).ToHashSet();

        rows.Count.ShouldBeInRange(30, 40);
        rows.Select(row => row.Groups["word"].Value).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        rows.Select(row => row.Groups["type"].Value).Where(type => type.Length > 0 && !files.Contains(type)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^\| (?<word>[a-z][^|]*) \|[^|]*\|( `(?<type>\w+)`)? \|$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Row();
}

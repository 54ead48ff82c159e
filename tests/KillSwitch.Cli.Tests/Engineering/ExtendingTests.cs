using System.Text.RegularExpressions;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary><c>docs/extending.md</c> names every file that tells the kinds of a thing apart, and none that is not there.</summary>
public partial class ExtendingTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Page.Root, "docs", "extending.md"));

    public static TheoryData<string, string> Kinds => new()
    {
        // One that differs from the others in all that a limit can differ in, and one that is like them.
        { "A limit", @"\b(Limit|Unit)\.(CacheHitRatio|UncachedInputTokens)\b" },
        { "A dimension", @"\b(DimensionKind|Dimension)\.Region\b" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_file_that_names_a_kind_is_listed(string title, string kind)
    {
        var source = Path.Combine(Page.Root, "src");
        var files = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("obj") && Regex.IsMatch(File.ReadAllText(file), kind))
            .Select(file => Path.GetRelativePath(Page.Root, file)).Order(StringComparer.Ordinal);

        files.Except(Listed(title)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("A limit")]
    [InlineData("A dimension")]
    [InlineData("A verb")]
    [InlineData("A deployed resource")]
    [InlineData("An operation of AWS")]
    public void Every_file_that_is_listed_is_there(string title)
    {
        var listed = Listed(title).ToList();

        listed.ShouldNotBeEmpty();
        listed.Where(file => !Path.Exists(Path.Combine(Page.Root, file))).ShouldBeEmpty();
    }

    /// <summary>Where the links of one section lead, from the root of the repository.</summary>
    private static IEnumerable<string> Listed(string title) =>
        Link().Matches(Section().Matches(Text).Single(section => section.Groups["title"].Value == title).Value)
            .Select(link => Path.GetRelativePath(
                Page.Root, Path.GetFullPath(Path.Combine(Page.Root, "docs", link.Groups["file"].Value))));

    [GeneratedRegex(
        @"^## (?<title>[^\n]+)\n.*?(?=^## |\z)", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"\]\((?<file>[^)#]+)[^)]*\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}

using System.Text.RegularExpressions;

namespace KillSwitch.Cli.Tests.Docs;

/// <summary>A page of the documentation, as a reader of Markdown sees it.</summary>
internal sealed partial record Page(string Path, string Text)
{
    public static string Root { get; } = FindRoot();

    /// <summary>The pages at the root, and all of <c>docs/</c>.</summary>
    public static IEnumerable<Page> All() =>
        new[] { "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md" }.Select(name => System.IO.Path.Combine(Root, name))
            .Concat(Directory.EnumerateFiles(System.IO.Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => new Page(path, File.ReadAllText(path)));

    public string Name => System.IO.Path.GetRelativePath(Root, Path);

    /// <summary>What stands in fenced blocks of a language.</summary>
    public IEnumerable<string> Blocks(string language) => Fence().Matches(Text)
        .Where(match => match.Groups["language"].Value == language)
        .Select(match => match.Groups["body"].Value);

    /// <summary>The commands in blocks of shell: continued lines joined, comments left out.</summary>
    public IEnumerable<string> Commands() => Blocks("sh")
        .SelectMany(block => block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        .SelectMany(line => Comment().Replace(line, "").Split("&&"))
        .Select(command => command.Trim())
        .Where(command => command.Length > 0);

    /// <summary>Where links within the repository lead, as file and anchor.</summary>
    public IEnumerable<(string File, string Anchor)> Links() => Link().Matches(Fence().Replace(Text, ""))
        .Select(match => match.Groups["to"].Value)
        .Where(to => !to.Contains("://", StringComparison.Ordinal) && !to.StartsWith("mailto:", StringComparison.Ordinal))
        .Select(to => to.Split('#', 2))
        .Select(parts => (parts[0].Length == 0
            ? Path : System.IO.Path.GetFullPath(parts[0], System.IO.Path.GetDirectoryName(Path)!), parts.Length > 1 ? parts[1] : ""));

    /// <summary>The anchors that its headings have.</summary>
    public IEnumerable<string> Anchors() => Heading().Matches(Fence().Replace(Text, ""))
        .Select(match => NotInAnchor().Replace(match.Groups["title"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "KillSwitch.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("KillSwitch.sln");
    }

    [GeneratedRegex(
        "^```(?<language>[a-z]*)\n(?<body>.*?)^```", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(^|\s+)#(?=\s).*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<title>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}

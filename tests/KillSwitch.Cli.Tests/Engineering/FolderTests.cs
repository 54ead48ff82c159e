using System.Text.RegularExpressions;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>
/// Folders of one project do not import each other in circles. Usings tell it, as one that nobody needs is an error; and what needs none:
/// a type of a folder around, and one that is named by the end of its namespace.
/// </summary>
public partial class FolderTests
{
    // The stack puts together what is deployed, so that its folder is the root of all others: decision 30.
    [Theory]
    [InlineData("src/KillSwitch.Core")]
    [InlineData("src/KillSwitch.Engine")]
    [InlineData("src/KillSwitch.Aws")]
    [InlineData("src/KillSwitch.Cli")]
    [InlineData("src/KillSwitch.Lambda")]
    [InlineData("infra/KillSwitch.Infra", "")]
    public void No_folders_import_each_other_in_a_circle(string project, string? root = null)
    {
        var folder = Path.Combine(Page.Root, project);
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Where(file => file.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Select(file => new Source(Path.GetDirectoryName(file)!, File.ReadAllText(Path.Combine(folder, file))))
            .Where(file => file.Folder != root).ToList();

        var imports = Imports(files);

        imports.Count.ShouldBeGreaterThan(0);
        imports.SelectMany(from => Circles([from.Key], imports)).FirstOrDefault().ShouldBeNull();
    }

    [Fact]
    public void A_circle_is_found_through_a_using_a_folder_around_and_the_end_of_a_namespace()
    {
        const string around = "namespace P;\ninternal static class Root { /* Inner.Leaf */ }";
        Circle(around, "namespace P.Inner;\n// Root\npublic enum Leaf { A }").ShouldBeNull();
        Circle("using P.Inner;\n" + around, "namespace P.Inner;\npublic record Leaf(Root Root);").ShouldBe(" → Inner → ");
        Circle("namespace P;\npublic record Root(Inner.Leaf Leaf);", "namespace P.Inner;\npublic record Leaf(Root Root);")
            .ShouldBe(" → Inner → ");

        static string? Circle(string around, string inner) =>
            Imports([new Source("", around), new Source("Inner", inner)]) is var imports
                ? imports.SelectMany(from => Circles([from.Key], imports)).FirstOrDefault() : null;
    }

    private static ILookup<string, string> Imports(IReadOnlyList<Source> files)
    {
        var folders = files.Select(file => (file.Namespace, file.Folder)).Distinct().ToLookup(one => one.Namespace, one => one.Folder);
        var types = files.SelectMany(file => file.Types.Select(type => (Type: type, file.Folder))).Distinct()
            .ToLookup(one => one.Type, one => one.Folder);
        return files.SelectMany(file => file.Usings.SelectMany(name => folders[name])
                .Concat(file.Words.SelectMany(word => types[word]).Where(file.IsWithin))
                .Concat(file.Qualified.SelectMany(name =>
                    types[name.Type].Where(folder => folder.Split(Path.DirectorySeparatorChar)[^1] == name.Within)))
                .Select(to => (From: file.Folder, To: to)))
            .Where(import => import.From != import.To).Distinct().ToLookup(import => import.From, import => import.To);
    }

    private static IEnumerable<string> Circles(IReadOnlyList<string> way, ILookup<string, string> imports)
    {
        // Every way that comes back to where it began, without meeting a folder twice, is found from each of its folders: the shortest is
        // enough.
        var (reached, ways) = (new HashSet<string>(way, StringComparer.Ordinal), new Queue<IReadOnlyList<string>>([way]));
        while (ways.TryDequeue(out var here))
        {
            foreach (var next in imports[here[^1]])
            {
                if (next == way[0])
                    yield return string.Join(" → ", here.Append(next));
                else if (reached.Add(next))
                    ways.Enqueue([.. here, next]);
            }
        }
    }

    [GeneratedRegex("\"\"\".*?\"\"\"|\"(\\\\.|[^\"\\\\\n])*\"|//[^\n]*|/\\*.*?\\*/",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Said();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (static )?(\w+ = )?(?<name>[\w.]+);", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^[a-z ]*\b(class|struct|interface|enum|record|delegate \S+) (?<name>[A-Z]\w*)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=(?<within>\b\w+)\.)(?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Member();

    /// <param name="Folder">Of its project; empty for what lies in none.</param>
    private sealed record Source(string Folder, string Text)
    {
        private readonly string _code = Said().Replace(Text, "");

        public string Namespace => FolderTests.Namespace().Match(Text).Groups["name"].Value;

        public IEnumerable<string> Usings => Using().Matches(Text).Select(match => match.Groups["name"].Value);

        /// <summary>Those that are in no other type.</summary>
        public IEnumerable<string> Types => Declared().Matches(_code).Select(match => match.Groups["name"].Value);

        public IEnumerable<string> Words => Word().Matches(_code).Select(match => match.Value).Distinct();

        public IEnumerable<(string Within, string Type)> Qualified => Member().Matches(_code)
            .Select(match => (match.Groups["within"].Value, match.Groups["name"].Value)).Distinct();

        /// <summary>Whether the file sees a folder's types because it is in it.</summary>
        public bool IsWithin(string folder) =>
            folder.Length == 0 || Folder.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }
}

using System.Text.RegularExpressions;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>Folders of one project do not import each other in circles. Usings tell it all, as one that nobody needs is an error.</summary>
public partial class FolderTests
{
    [Theory]
    [InlineData("KillSwitch.Core")]
    [InlineData("KillSwitch.Engine")]
    [InlineData("KillSwitch.Aws")]
    public void No_folders_import_each_other_in_a_circle(string project)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Page.Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Select(file => (
                Folder: Path.GetRelativePath(Path.Combine(Page.Root, "src", project), file)
                .Split(Path.DirectorySeparatorChar) is [var first, _, ..] ? first : "", Text: File.ReadAllText(file)))
            .Where(file => file.Folder is not ("bin" or "obj")).ToList();
        var folders = files.Select(file => (Namespace: Namespace().Match(file.Text).Groups["name"].Value, file.Folder)).Distinct()
            .ToLookup(one => one.Namespace, one => one.Folder);
        // What lies in no folder is seen from all of them, without a using.
        var imports = files.SelectMany(file => Using().Matches(file.Text).SelectMany(match => folders[match.Groups["name"].Value])
            .Append("").Select(to => (From: file.Folder, To: to)))
            .Where(import => import.From != import.To).Distinct().ToLookup(import => import.From, import => import.To);

        imports.Count.ShouldBeGreaterThan(10);
        imports.SelectMany(from => Circles([from.Key], imports)).FirstOrDefault().ShouldBeNull();
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

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (static )?(\w+ = )?(?<name>[\w.]+);", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Using();
}

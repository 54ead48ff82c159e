using System.Text.RegularExpressions;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>
/// How a guard is deployed again is said by one type: whoever has no checkout has no Makefile, and whoever has a CDK app has neither.
/// </summary>
public partial class RedeploymentWordsTests
{
    private const string Says = "src/KillSwitch.Core/Deployments/Redeployment.cs";

    [Fact]
    public void No_message_but_that_type_names_the_makefile() => Messages().Where(line => Makefile().IsMatch(line.Text))
        .Select(line => line.File).Distinct().ShouldBe([Says]);

    [Fact]
    public void And_none_names_the_program_that_deploys_but_where_it_speaks_itself() => Messages()
        .Where(line => line.Text.Contains("killswitch deploy", StringComparison.Ordinal)
            && !line.File.Contains("/Deploying/", StringComparison.Ordinal) && !line.File.Contains("/Templates/", StringComparison.Ordinal)
            && !line.File.EndsWith("DeployVerb.cs", StringComparison.Ordinal))
        .Select(line => line.File).Distinct().ShouldBe([Says]);

    // What is no comment.
    private static IEnumerable<(string File, string Text)> Messages() =>
        from folder in (string[])["src", "infra"]
        from file in Directory.EnumerateFiles(Path.Combine(Page.Root, folder), "*.cs", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(Page.Root, file).Replace('\\', '/')
        where !name.Contains("/bin/", StringComparison.Ordinal) && !name.Contains("/obj/", StringComparison.Ordinal)
        from line in File.ReadLines(file)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        select (name, line);

    [GeneratedRegex(@"\bmake (deploy|destroy|build|package|assembly)\b|\bcdk (deploy|destroy)\b|CONTEXT=", RegexOptions.ExplicitCapture)]
    private static partial Regex Makefile();
}

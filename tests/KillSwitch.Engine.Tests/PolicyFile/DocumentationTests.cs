using System.Text.RegularExpressions;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.PriceFile;

namespace KillSwitch.Engine.Tests.PolicyFile;

/// <summary>What the documentation shows is loaded as it stands there.</summary>
public class DocumentationTests
{
    [Theory]
    [InlineData("policy.md", 12)]
    [InlineData("README.md", 1)]
    public void Every_block_of_yaml_is_valid(string file, int blocks)
    {
        var found = Regex.Matches(File.ReadAllText(file), "```yaml\n(.*?)```", RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value).ToList();

        found.Count(yaml => yaml.Contains("rules:", StringComparison.Ordinal)).ShouldBe(blocks);
        foreach (var yaml in found)
        {
            if (!yaml.Contains("rules:", StringComparison.Ordinal) && yaml.Contains("\nprices:", StringComparison.Ordinal))
                PriceFileReader.Read(yaml).Problems.ShouldBeEmpty(yaml);
            else
                PolicyFileReader.Read(yaml).Problems.ShouldBeEmpty(yaml);
        }
    }
}

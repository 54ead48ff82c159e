using System.Text.RegularExpressions;
using KillSwitch.Core.Evaluation;
using KillSwitch.Engine.PolicyCases;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.PriceFile;
using KillSwitch.Engine.PrincipalFile;

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
        // A step of a workflow is none.
        foreach (var yaml in found.Where(yaml => !yaml.Contains("run: killswitch ", StringComparison.Ordinal)))
        {
            if (yaml.Contains("\ncases:", StringComparison.Ordinal))
                Cases(yaml).Problems.ShouldBeEmpty(yaml);
            else if (!yaml.Contains("rules:", StringComparison.Ordinal) && yaml.Contains("\nprices:", StringComparison.Ordinal))
                PriceFileReader.Read(yaml).Problems.ShouldBeEmpty(yaml);
            else if (yaml.Contains("\nprincipals:", StringComparison.Ordinal))
                PrincipalFileReader.Read(yaml).Problems.ShouldBeEmpty(yaml);
            else
                PolicyFileReader.Read(yaml).Problems.ShouldBeEmpty(yaml);
        }
    }

    private static CaseFileResult Cases(string yaml)
    {
        var policy = PolicyFileReader.Read("""
            version: 1
            rules:
            - { id: person-day, per: [principal, session], limit: { usd: 60 }, every: day, notify: [80%], stop: session }
            """).Policy!;
        return CaseFileReader.Read(yaml, policy, PolicyPrices.Book(policy));
    }
}

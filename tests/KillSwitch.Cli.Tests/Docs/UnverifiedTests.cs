using System.Text.RegularExpressions;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Cli.Tests.Docs;

/// <summary>
/// What is not verified and what a drill looks at are held together: each assumption names its check, or says why it has none.
/// </summary>
public partial class UnverifiedTests
{
    // Of the drill itself, and of what the guard does rather than what is assumed of AWS.
    private static readonly string[] OfTheGuard =
    [
        DrillChecks.Converse, DrillChecks.InvokeModel, DrillChecks.Arrives, DrillChecks.Once, DrillChecks.Rule, DrillChecks.Innocent,
        DrillChecks.Restored, DrillChecks.Removed,
    ];

    private static readonly List<string[]> Rows =
        [.. File.ReadAllLines(Path.Combine(Page.Root, "docs", "unverified.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => Between().Split(line.Trim('|', ' ')))];

    [Fact]
    public void Every_assumption_names_a_check_of_the_drill_or_says_why_there_is_none()
    {
        Rows.Count.ShouldBeGreaterThan(80);
        Rows.ShouldAllBe(row => row.Length == 3 && row[1].Length > 0 && row[2].Length > 0);
        foreach (var row in Rows)
        {
            var named = Quoted().Matches(row[1]).Select(match => match.Groups["name"].Value).ToList();
            foreach (var name in named.Where(name => name.Contains('-', StringComparison.Ordinal) && !name.StartsWith('-')))
                DrillChecks.All.Select(check => check.Id).ShouldContain(name, row[0]);
        }
    }

    [Fact]
    public void Every_check_of_the_drill_is_named_by_an_assumption_or_is_of_the_guard() =>
        DrillChecks.All.Select(check => check.Id).Except(Rows.SelectMany(
            row => Quoted().Matches(row[1]).Select(match => match.Groups["name"].Value))).ShouldBe(OfTheGuard, ignoreOrder: true);

    [GeneratedRegex(@"(?<!\\) \| ")]
    private static partial Regex Between();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Quoted();
}

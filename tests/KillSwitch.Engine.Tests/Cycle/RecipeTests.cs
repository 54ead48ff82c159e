using System.Text.RegularExpressions;
using KillSwitch.Cli.Tests.Docs;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Tests.Replay;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>What the cookbook says of its own policies.</summary>
public partial class RecipeTests
{
    [Fact]
    public async Task New_names_of_sessions_are_caught_by_the_rule_on_their_role()
    {
        var harness = new MeterHarness(PolicyFileReader.Read(Recipe("Coding agents with a shared role")).Policy.ShouldNotBeNull());

        // No session comes near its own 60 dollars.
        foreach (var n in Enumerable.Range(0, 200))
        {
            var call = Calls.Call(n, n, usd: 10, role: "coding-agents", session: $"made-up-{n}", cacheRead: 1);
            if (!harness.Account.IsDenied(call))
                await harness.Run([call]);
        }

        var stops = await harness.Stops.OpenAsync(default);
        stops.Where(stop => stop.Target is StopTarget.Principal).ShouldHaveSingleItem().Target.Name.ShouldBe("role/coding-agents");
        stops.ShouldAllBe(stop => stop.Target is StopTarget.Principal);
    }

    private static string Recipe(string heading)
    {
        var page = File.ReadAllText(Path.Combine(Page.Root, "docs", "cookbook.md"));
        return Yaml().Match(page, page.IndexOf("## " + heading, StringComparison.Ordinal)).Groups["yaml"].Value;
    }

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Yaml();
}

using System.Diagnostics;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Denies;

public class ActionPatternTests
{
    // Few letters, so that patterns meet often. The words are longer than two patterns together, so one that both mean is among them.
    private static readonly string[] Words = [.. Texts("abc", 6)];
    private static readonly Dictionary<string, HashSet<string>> Patterns = Texts("ab*?", 3).ToDictionary(
        pattern => pattern, pattern => Words.Where(word => new Glob(pattern).Matches(word)).ToHashSet());

    [Fact]
    public void Two_patterns_overlap_when_a_text_matches_both_and_only_then()
    {
        foreach (var (one, ofOne) in Patterns)
        {
            foreach (var (other, ofOther) in Patterns)
                new ActionPattern(one).Overlaps(new ActionPattern(other)).ShouldBe(ofOne.Overlaps(ofOther), $"{one} and {other}");
        }
    }

    [Fact]
    public void A_pattern_covers_another_only_where_it_matches_all_its_texts()
    {
        var covered = 0;
        foreach (var (one, ofOne) in Patterns)
        {
            foreach (var (other, ofOther) in Patterns.Where(pattern => new ActionPattern(one).Covers(new ActionPattern(pattern.Key))))
            {
                covered++;
                ofOther.IsSubsetOf(ofOne).ShouldBeTrue($"{one} and {other}");
            }
        }

        covered.ShouldBeGreaterThan(Patterns.Count);
    }

    [Theory]
    [InlineData("bedrock:*", "bedrock:Invoke*", true)]
    [InlineData("bedrock:Invoke*", "bedrock:*", false)]
    [InlineData("bedrock:Create*", "bedrock:Create*Job", true)]
    [InlineData("*", "bedrock:Create*Job", true)]
    [InlineData("bedrock:?nvoke*", "bedrock:Invoke*", true)]
    [InlineData("bedrock:Invoke????", "bedrock:Invoke*", false)]
    [InlineData("BEDROCK:rerank", "bedrock:Rerank", true)]
    public void A_pattern_covers_what_is_all_within_it(string one, string other, bool expected) =>
        new ActionPattern(one).Covers(new ActionPattern(other)).ShouldBe(expected);

    [Fact]
    public void No_pattern_makes_it_slow()
    {
        var many = string.Concat(Enumerable.Repeat("*a", 2_000));
        var watch = Stopwatch.StartNew();

        new ActionPattern(many + "b").Overlaps(new ActionPattern(many + "c")).ShouldBeFalse();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private static IEnumerable<string> Texts(string letters, int length)
    {
        IEnumerable<string> texts = [""];
        for (var i = 0; i <= length; i++)
        {
            foreach (var text in texts)
                yield return text;
            texts = [.. texts.SelectMany(text => letters.Select(letter => text + letter))];
        }
    }
}

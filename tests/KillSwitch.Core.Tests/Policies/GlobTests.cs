using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Policies;

public class GlobTests
{
    [Theory]
    [InlineData("role/agent-*", "role/agent-7", true)]
    [InlineData("role/agent-*", "role/agent-", true)]
    [InlineData("role/agent-*", "role/agent", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("*-prod-*", "x-prod-y-prod-z", true)]
    [InlineData("Role/*", "role/x", false)]
    [InlineData("a*b*c", "aXbYbZ", false)]
    [InlineData("[ab]", "a", false)]
    public void Star_is_any_run_and_question_mark_any_one(string pattern, string text, bool matches) =>
        new Glob(pattern).Matches(text).ShouldBe(matches);

    // Of patterns of at most three characters, whatever both match is also matched by some text of six.
    [Fact]
    public void Two_patterns_meet_where_some_text_matches_both_and_one_covers_nothing_that_it_does_not_match()
    {
        List<Glob> patterns = [.. Words("ab*?", 3).Select(word => new Glob(word))];
        List<string> texts = [.. Words("abc", 6)];
        var matched = patterns.ToDictionary(glob => glob, glob => texts.Where(text => glob.Matches(text)).ToHashSet());
        foreach (var one in patterns)
        {
            foreach (var other in patterns)
            {
                one.MayMeet(other).ShouldBe(matched[one].Overlaps(matched[other]), $"{one} and {other}");
                if (one.Covers(other))
                    matched[other].IsSubsetOf(matched[one]).ShouldBeTrue($"{one} over {other}");
            }
        }

        new Glob("a*").Covers(new Glob("ab?")).ShouldBeTrue();
        new Glob("a?").Covers(new Glob("a*")).ShouldBeFalse();
    }

    private static IEnumerable<string> Words(string letters, int most) => most == 0
        ? [""]
        : Words(letters, most - 1)
            .SelectMany(word => word.Length < most - 1 ? [word] : letters.Select(letter => word + letter).Prepend(word));
}

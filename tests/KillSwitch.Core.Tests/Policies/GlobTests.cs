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
}

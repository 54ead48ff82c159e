namespace KillSwitch.Lambda.Tests;

public class EntityTagsTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("\"abc\"", true)]
    [InlineData("W/\"abc\"", true)]
    [InlineData("\"x\", W/\"abc\"", true)]
    [InlineData("\"x\",\"abc\"", true)]
    [InlineData(" * ", true)]
    [InlineData("\"ABC\"", false)]
    [InlineData("\"abcd\"", false)]
    [InlineData("abc", false)]
    [InlineData("\"x, abc\"", false)]
    [InlineData("\"*\"", false)]
    public void What_a_gateway_has_is_told_by_what_stands_between_the_quotes(string? ifNoneMatch, bool has) =>
        EntityTags.Has(ifNoneMatch, "\"abc\"").ShouldBe(has);
}

using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Tests.Denies;

public class ExemptionCoverageTests
{
    private const string Account = "111122223333";

    [Theory]
    [InlineData("role/BreakGlass*", new[] { "role/BreakGlass*" }, true)]
    [InlineData("role/BreakGlass*", new[] { "role/Break*" }, true)]
    [InlineData("role/BreakGlass*", new[] { "role/BreakGlass1" }, false)]
    [InlineData("role/BreakGlass*", new[] { "role/BreakGlass?" }, false)]
    [InlineData("role/BreakGlass*", new[] { "role/breakglass*" }, false)]
    [InlineData("role/BreakGlass", new[] { "role/BreakGlass" }, true)]
    [InlineData("user/ada", new[] { "role/*" }, false)]
    [InlineData("user/ada", new[] { "role/*", "user/*" }, true)]
    [InlineData("root", new[] { "root" }, true)]
    [InlineData("root", new[] { "role/*" }, false)]
    [InlineData("arn:aws:iam::111122223333:role/BreakGlass*", new[] { "role/BreakGlass*" }, true)]
    [InlineData("arn:aws:iam::111122223333:role/ops/BreakGlass", new[] { "role/ops/*" }, true)]
    [InlineData("*", new[] { "role/*", "user/*", "root" }, false)]
    [InlineData("*BreakGlass*", new[] { "role/*", "user/*", "root" }, false)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/x/y", new[] { "role/*" }, true)]
    public void An_exemption_is_covered_only_where_that_is_certain(string exempt, string[] leftOut, bool expected) =>
        ExemptionCoverage.Covers([.. leftOut.SelectMany(ExemptionCoverage.Arns)], exempt, Account).ShouldBe(expected);

    [Theory]
    [InlineData("arn:*:iam::*:role/BreakGlass", false)]
    [InlineData("arn:*:iam::*:role/*", true)]
    [InlineData("arn:aws:iam::111122223333:role/*", true)]
    [InlineData("arn:aws:iam::999988887777:role/*", false)]
    [InlineData("arn:aws-us-gov:iam::*:role/*", false)]
    [InlineData("arn:*:sts::*:role/*", false)]
    [InlineData("arn:*", false)]
    [InlineData("*", false)]
    public void A_pattern_that_somebody_else_wrote_covers_a_role_on_every_path_or_does_not_count(string pattern, bool expected) =>
        ExemptionCoverage.Covers([pattern], "role/BreakGlass", Account).ShouldBe(expected);

    [Fact]
    public void What_cannot_be_compared_cannot_be_left_out() =>
        Should.Throw<ArgumentException>(() => ExemptionCoverage.Arns("BreakGlass").ToList()).Message.ShouldContain("`BreakGlass`");
}

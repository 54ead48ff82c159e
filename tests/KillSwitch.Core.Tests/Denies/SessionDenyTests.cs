using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Tests.Denies;

public class SessionDenyTests
{
    [Fact]
    public void One_managed_policy_holds_it() => SessionDeny.Document().Length.ShouldBeLessThanOrEqualTo(DenyDocument.MaximumLength);

    [Theory]
    [InlineData("nightly", true)]
    [InlineData("ana@example.com", true)]
    [InlineData("a=b+c_d.e-f", true)]
    [InlineData("a,b", false)]
    [InlineData("-", false)]
    [InlineData("x", false)]
    [InlineData("", false)]
    [InlineData("a*", false)]
    [InlineData("a b", false)]
    [InlineData("${aws:userid}", false)]
    public void A_name_fits_into_a_tag_or_does_not(string name, bool fits) =>
        (SessionDeny.MarkOf(new StopTarget.Session("1", "role/app", "arn", name)) is not null).ShouldBe(fits);
}

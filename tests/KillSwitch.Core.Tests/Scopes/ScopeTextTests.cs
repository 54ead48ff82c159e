using KillSwitch.Core.Scopes;

namespace KillSwitch.Core.Tests.Scopes;

public class ScopeTextTests
{
    [Theory]
    [InlineData("account=1|principal=role/agent", "role/agent")]
    [InlineData("account=1|principal=role/agent|session=droid-7", "role/agent/droid-7")]
    [InlineData("account=1|tag:team=hr", "tag:team=hr")]
    [InlineData("account=1|model=m|tag:cost%2Ccenter=a%3Db", "m/tag:cost,center=a=b")]
    [InlineData("account=1|model~anthropic.*", "account 1")]
    public void A_counter_is_named_so_that_one_knows_what_the_name_is_of(string scope, string subject) =>
        ScopeText.Subject(scope).ShouldBe(subject);
}

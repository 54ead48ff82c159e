using System.Text.Json;
using KillSwitch.Aws.Account;

namespace KillSwitch.Aws.Tests.Account;

public class GuardPlaceTests
{
    private const string Earlier = """
        "region":"us-east-1","table":"t","topic":"arn:aws:sns:us-east-1:111122223333:n","denyPolicy":"arn:aws:iam::111122223333:policy/killswitch/d","accountDenyPolicy":"arn:aws:iam::111122223333:policy/killswitch/a"
        """;

    [Fact]
    public void Where_everything_lives_is_read()
    {
        var place = GuardPlace.Parse(
            "KillSwitch",
            $$"""{ {{Earlier}}, "sessionDenyPolicy":"s", "modelDenyPolicy":"m", "mantleDenyPolicy":"n", "unmeteredDenyPolicy":"u" }""");

        place.Account.ShouldBe("111122223333");
        place.PreparedPolicies.ShouldBe([place.DenyPolicy, place.AccountDenyPolicy, "s", "m", "n", "u"]);
    }

    [Fact]
    public void What_an_earlier_version_wrote_says_what_is_missing_and_what_to_do() =>
        Should.Throw<JsonException>(() => GuardPlace.Parse("KillSwitch", $"{{{Earlier}}}")).Message
            .ShouldBe("`sessionDenyPolicy` is missing; where an earlier version of the guard is deployed, deploy this one");
}

using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Tests.Denies;

public class PolicyTextTests
{
    private const string Two =
        """{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny","Action":["x:Y","x:Z"],"Resource":"*"},{"Sid":"B","Effect":"Deny","Action":"x:W","Resource":"*"}]}""";

    [Theory]
    [InlineData(Two)]
    [InlineData("""{ "Statement": [ {"Resource":["*"],"Sid":"B","Effect":"Deny","Action":["x:W"]}, {"Sid":"A","Effect":"Deny","Action":["x:Z","x:Y"],"Resource":"*"} ], "Version": "2012-10-17" }""")]
    public void Order_spaces_and_a_list_of_one_do_not_count(string other) => PolicyText.IsSame(Two, other).ShouldBeTrue();

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny","Action":["x:Y"],"Resource":"*"},{"Sid":"B","Effect":"Deny","Action":"x:W","Resource":"*"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["x:Y","x:Z"],"Resource":"*"},{"Sid":"B","Effect":"Deny","Action":"x:W","Resource":"*"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny","Action":["x:Y","x:Z"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},{"Sid":"B","Effect":"Deny","Action":"x:W","Resource":"*"}]}""")]
    [InlineData("")]
    [InlineData("no JSON")]
    public void What_is_denied_less_or_otherwise_is_another_document(string other) => PolicyText.IsSame(Two, other).ShouldBeFalse();

    [Fact]
    public void The_prepared_denies_differ_from_each_other()
    {
        string[] all =
            [
                SpendingDeny.Document(), SessionDeny.Document(), ModelDeny.Document(), TakenDeny.Document(), MantleDeny.Document(),
                UnmeteredDeny.Document(),
            ];
        all.SelectMany((one, i) => all.Skip(i + 1).Select(other => PolicyText.IsSame(one, other))).ShouldAllBe(same => !same);
        all.ShouldAllBe(one => PolicyText.IsSame(one, one));
    }
}

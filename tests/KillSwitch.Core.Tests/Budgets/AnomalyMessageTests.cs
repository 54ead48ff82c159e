using KillSwitch.Core.Budgets;
using KillSwitch.Core.Tests.InvocationLog;

namespace KillSwitch.Core.Tests.Budgets;

public class AnomalyMessageTests
{
    [Fact]
    public void The_published_message_is_read()
    {
        var message = AnomalyMessage.Parse(Sample()).ShouldNotBeNull();

        (message.Id, message.Account, message.Subject, message.Monitor)
            .ShouldBe(("12345678-abcd-ef12-3456-987654321a12", "123456789012", "ServiceName", "alertSubscription"));
        (message.Impact, message.Spent, message.Expected).ShouldBe((1001m, 1301m, 300m));
        message.Causes.ShouldBe(["AnomalousServiceName, AnomalousUsageType, AnomalousRegionName, AnomalousLinkedAccount"]);
        message.Link.ShouldNotBeNull().ShouldStartWith("https://console.aws.amazon.com/");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"anomalyId\":5}")]
    [InlineData("{\"anomalyId\":\"\"}")]
    [InlineData("{\"anomalyId\":\"a\"")]
    [InlineData("{\"anomalyId\":\"\\ud800\"}")]
    public void What_is_no_anomaly_is_none(string text) => AnomalyMessage.Parse(text).ShouldBeNull();

    [Fact]
    public void What_is_missing_or_of_another_kind_is_left_out()
    {
        var message = AnomalyMessage.Parse(
            """{"anomalyId":"a","accountId":7,"impact":[],"rootCauses":[{"service":1},5,{"region":"eu-west-1"}]}""").ShouldNotBeNull();

        (message.Account, message.Impact).ShouldBe((null, null));
        message.Causes.ShouldBe(["eu-west-1"]);
    }

    [Theory]
    [InlineData("https://us-east-1.console.aws.amazon.com/costmanagement/x", true)]
    [InlineData("https://evil.example/login", false)]
    [InlineData("https://console.aws.amazon.com.evil.example/", false)]
    [InlineData("https://evilconsole.aws.amazon.com/", false)]
    [InlineData("https://console.aws.amazon.com@evil.example/", false)]
    [InlineData("http://console.aws.amazon.com/", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("https://\uFF43onsole.aws.amazon.com/", false)]
    [InlineData("https://console.aws.a-----------------------------------\uFFFD-------------------------mazon.com/", false)]
    [InlineData("https://console.aws.a-------------------------------------\u00AD-------------mazon.com/", false)]
    public void Only_a_link_to_the_console_of_AWS_is_passed_on(string link, bool isPassedOn) =>
        (AnomalyMessage.Parse($$"""{"anomalyId":"a","anomalyDetailsLink":"{{link}}"}""")!.Link is not null).ShouldBe(isPassedOn);

    [Fact]
    public void What_came_by_EventBridge_is_read_too() =>
        AnomalyMessage.Parse("""{"detail-type":"Anomaly Detected","detail":{"anomalyId":"a"}}""").ShouldNotBeNull().Id.ShouldBe("a");

    [Fact]
    public void What_is_kept_is_bounded()
    {
        var causes = string.Join(',', Enumerable.Repeat("""{"service":"s"}""", 1000));
        var message = AnomalyMessage.Parse($$"""{"anomalyId":"{{new string('a', 100_000)}}","rootCauses":[{{causes}}]}""")
            .ShouldNotBeNull();

        (message.Id.Length, message.Causes.Count).ShouldBe((AnomalyMessage.LongestText, AnomalyMessage.MostCauses));
    }

    [Fact]
    public void No_damage_to_a_message_crashes_its_reader() =>
        Mutations.Run([File.ReadAllBytes(Records.SampleFile("budgets/cost-anomaly.json"))], bytes =>
            AnomalyMessage.Parse(System.Text.Encoding.UTF8.GetString(bytes)));

    private static string Sample() => File.ReadAllText(Records.SampleFile("budgets/cost-anomaly.json"));
}

using System.Text.Json;
using KillSwitch.Core.Json;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Tampering;

namespace KillSwitch.Core.Tests.Json;

public class LooseJsonTests
{
    [Theory]
    [InlineData("""agent""", "agent")]
    [InlineData("""a\ud800b""", "a\uFFFDb")]
    [InlineData("""a\uDC00""", "a\uFFFD")]
    [InlineData("""\ud83d\ude00\ud83d""", "😀\uFFFD")]
    [InlineData("""\ud800\ud83d\ude00""", "\uFFFD😀")]
    [InlineData("""\\ud800""", "\\ud800")]
    [InlineData("""\\\ud800\"x\n""", "\\\uFFFD\"x\n")]
    public void Half_of_a_surrogate_pair_is_made_visible_and_the_rest_is_read(string written, string text)
    {
        using var document = LooseJson.Parse($$"""{"{{written}}":"{{written}}","x":1}""");
        var member = document.RootElement.EnumerateObject().First();

        (member.Name, member.Value.GetString()).ShouldBe((text, text));
        document.RootElement.GetProperty("x").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\\")]
    [InlineData("\"\\ud8")]
    [InlineData("\"\\ud800")]
    public void What_is_no_JSON_stays_none(string text) => Should.Throw<JsonException>(() => LooseJson.Parse(text));

    [Fact]
    public void A_long_text_of_halves_is_read_in_time()
    {
        using var document = LooseJson.Parse("\"" + string.Concat(Enumerable.Repeat("\\ud800", 20_000)) + "\"");

        document.RootElement.GetString()!.Length.ShouldBe(20_000);
    }

    [Fact]
    public void An_event_with_broken_texts_in_what_its_caller_chose_is_heard_all_the_same()
    {
        byte[] payload = [.. """
            {"detail":{"\ud800":1,"eventID":"1","eventSource":"iam.amazonaws.com","eventName":"DetachRolePolicy","eventTime":"2026-04-24T03:00:00Z","userAgent":"x\ud800","sourceIPAddress":"\udfff",
            "userIdentity":{"arn":"arn:aws:iam::1:user/eve\ud800"},"requestParameters":{"roleName":"agent","\ud800":["\ud800",{"\udc00":"\udc00"}],"z":"
            """u8.TrimEnd("\r\n "u8), 0xFF, .. "\"}}}"u8];

        var call = TrailEvent.Parse(payload);

        (call.Parameter("roleName"), call.UserAgent, call.Actor, call.Parameter("z"))
            .ShouldBe(("agent", "x\uFFFD", "arn:aws:iam::1:user/eve\uFFFD", "\uFFFD"));
    }

    [Fact]
    public void A_job_whose_record_holds_half_a_surrogate_pair_has_its_creator() =>
        JobCreation.Parse(
            """{"\ud800":1,"userIdentity":{"arn":"arn:aws:iam::111122223333:user/eve\ud800"},"responseElements":{"jobArn":"job"}}""")
            .ShouldNotBeNull().JobArn.ShouldBe("job");
}

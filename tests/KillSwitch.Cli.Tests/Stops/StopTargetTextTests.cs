using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Stops;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Tests.Stops;

public class StopTargetTextTests
{
    private const string Guarded = "111122223333";

    [Theory]
    [InlineData("role/agent", "role/agent", "arn:aws:iam::111122223333:role/agent")]
    [InlineData("user/ci", "user/ci", "arn:aws:iam::111122223333:user/ci")]
    [InlineData("arn:aws:iam::111122223333:user/people/ada", "user/ada", "arn:aws:iam::111122223333:user/people/ada")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/agent/session-1", "role/agent", "arn:aws:iam::111122223333:role/agent")]
    public void A_role_or_a_user_is_named_or_given_by_its_arn(string text, string name, string arn) =>
        StopTargetText.Read(text, Guarded).ShouldBe(new StopTarget.Principal(Guarded, name, arn));

    [Theory]
    [InlineData("account")]
    [InlineData(Guarded)]
    public void The_whole_account_is_named_or_given_by_its_number(string text) =>
        StopTargetText.Read(text, Guarded).ShouldBe(new StopTarget.WholeAccount(Guarded));

    [Fact]
    public void A_session_is_named_behind_its_role()
    {
        StopTargetText.Read("role/agent/nightly", Guarded)
            .ShouldBe(new StopTarget.Session(Guarded, "role/agent", "arn:aws:iam::111122223333:role/agent", "nightly"));
        StopTargetText.Read("role/agent/nightly", Guarded).Name.ShouldBe("role/agent/nightly");
    }

    [Theory]
    [InlineData("model/anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6-v1")]
    [InlineData("model/us.anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6-v1")]
    [InlineData("model/arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0")]
    [InlineData("model/arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/abc123",
        "arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/abc123")]
    public void A_model_is_named_by_its_id_or_its_arn(string text, string id) =>
        StopTargetText.Read(text, Guarded).ShouldBe(new StopTarget.Model(Guarded, id));

    [Theory]
    [InlineData("model/")]
    [InlineData("model/anthropic.*")]
    [InlineData("model/arn:aws:s3:::bucket")]
    [InlineData("user/ada/session")]
    [InlineData("role/a/b/c")]
    [InlineData("role//b")]
    [InlineData("999988887777")]
    [InlineData("arn:aws:iam::999988887777:role/agent")]
    [InlineData("arn:aws:iam::111122223333:root")]
    [InlineData("role/")]
    [InlineData("accounts")]
    [InlineData("agent")]
    public void Anything_else_is_refused(string text) =>
        Should.Throw<BadInputException>(() => StopTargetText.Read(text, Guarded)).Message.ShouldContain($"`{text}`");
}

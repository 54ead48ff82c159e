using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Tests.Invocations;

public class CallerTests
{
    [Theory]
    [InlineData("arn:aws:sts::111122223333:assumed-role/agent/droid-7", "role/agent", "droid-7", "arn:aws:iam::111122223333:role/agent")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/...", "role/...", null, "arn:aws:iam::111122223333:role/...")]
    [InlineData("arn:aws:sts::1:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ana@example.com",
        "role/AWSReservedSSO_Dev_0123456789abcdef", "ana@example.com", "arn:aws:iam::1:role/AWSReservedSSO_Dev_0123456789abcdef")]
    [InlineData("arn:aws:iam::111122223333:user/people/dev", "user/dev", null, "arn:aws:iam::111122223333:user/people/dev")]
    [InlineData("arn:aws:iam::111122223333:root", "root", null, "arn:aws:iam::111122223333:root")]
    [InlineData("arn:aws-us-gov:sts::1:assumed-role/r/s", "role/r", "s", "arn:aws-us-gov:iam::1:role/r")]
    [InlineData("arn:aws:sts::1:federated-user/bob", "arn:aws:sts::1:federated-user/bob", null, "arn:aws:sts::1:federated-user/bob")]
    [InlineData(
        "arn:aws:sts:us-east-1:1:federated-user/bob", "arn:aws:sts::1:federated-user/bob", null, "arn:aws:sts::1:federated-user/bob")]
    [InlineData(
        "arn:aws:sts::1:federated-user/bob/a-session", "arn:aws:sts::1:federated-user/bob", null, "arn:aws:sts::1:federated-user/bob")]
    [InlineData("someone", "someone", null, "someone")]
    [InlineData("", "(none)", null, "(none)")]
    public void An_identity_is_a_principal_and_perhaps_a_session(string arn, string principal, string? session, string principalArn)
    {
        var caller = Caller.Parse(arn);

        caller.Principal.Name.ShouldBe(principal);
        caller.Session.ShouldBe(session);
        caller.Principal.Arn.ShouldBe(principalArn);
    }
}

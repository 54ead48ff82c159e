using KillSwitch.Core.Tampering;

namespace KillSwitch.Core.Tests.Tampering;

public class ContenderTests
{
    [Theory]
    [InlineData("APN/1.0 HashiCorp/1.0 Terraform/1.9.0 (+https://www.terraform.io) terraform-provider-aws/5.80.0",
        "aws_iam_role_policy_attachments_exclusive")]
    [InlineData("OpenTofu/1.8.0", "key_prefixes = [\"killswitch-stopped\"]")]
    [InlineData("pulumi-aws/6.0", "ignoreChanges")]
    [InlineData("cloudformation.amazonaws.com", "CloudFormation undoes it")]
    [InlineData("crossplane-provider-aws", "Crossplane undoes")]
    [InlineData("Boto3/1.35", "keep whoever undoes it from it")]
    [InlineData(null, "find in CloudTrail")]
    public void The_tool_is_told_by_what_it_calls_itself(string? userAgent, string advice) =>
        Contender.Advice(userAgent).ShouldContain(advice);

    [Fact]
    public void Nobody_is_advised_to_put_the_deny_on_for_good() =>
        Contender.Advice("Terraform").ShouldContain("do not list the deny itself");
}

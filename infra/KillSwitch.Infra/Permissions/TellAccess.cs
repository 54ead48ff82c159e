using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SNS;

namespace KillSwitch.Infra.Permissions;

/// <summary>Publishes on the topic.</summary>
internal static class TellAccess
{
    public static PolicyStatement[] Of(Topic topic) =>
        [new(new PolicyStatementProps { Sid = "Tell", Actions = ["sns:Publish"], Resources = [topic.TopicArn] })];
}

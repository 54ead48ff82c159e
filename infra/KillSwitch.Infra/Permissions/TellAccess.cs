using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SNS;

namespace KillSwitch.Infra.Permissions;

/// <summary>Publishes on the topics.</summary>
internal static class TellAccess
{
    public static PolicyStatement[] Of(params Topic[] topics) =>
        [new(new PolicyStatementProps
        {
            Sid = "Tell",
            Actions = ["sns:Publish"],
            Resources = [.. topics.Select(topic => topic.TopicArn)],
        })];
}

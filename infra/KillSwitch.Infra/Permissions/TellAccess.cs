using Amazon.CDK.AWS.IAM;

namespace KillSwitch.Infra.Permissions;

/// <summary>Publishes on the topics.</summary>
internal static class TellAccess
{
    public static PolicyStatement[] Of(params IEnumerable<string> topicArns) =>
        [new(new PolicyStatementProps
        {
            Sid = "Tell",
            Actions = ["sns:Publish"],
            Resources = [.. topicArns],
        })];
}

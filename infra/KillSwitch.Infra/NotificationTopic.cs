using Amazon.CDK;
using Amazon.CDK.AWS.SNS;
using Constructs;

namespace KillSwitch.Infra;

/// <summary>Where stops, breaches and the guard's own trouble are told; only over TLS.</summary>
internal sealed class NotificationTopic : Construct
{
    public NotificationTopic(Construct scope, string id)
        : base(scope, id)
    {
        var topic = new Topic(this, "Topic", new TopicProps { DisplayName = "Bedrock kill switch", EnforceSSL = true });
        new CfnOutput(this, "TopicArn", new CfnOutputProps { Value = topic.TopicArn });
    }
}

using Amazon.CDK;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Constructs;

namespace KillSwitch.Infra;

/// <summary>Where stops, breaches and the guard's own trouble are told; only over TLS.</summary>
internal sealed class NotificationTopic : Construct
{
    public NotificationTopic(Construct scope, string id, GuardOptions options)
        : base(scope, id)
    {
        Topic = new Topic(this, "Topic", new TopicProps { DisplayName = "Bedrock kill switch", EnforceSSL = true });
        if (options.Email is { } email)
            Topic.AddSubscription(new EmailSubscription(email));
        new CfnOutput(this, "TopicArn", new CfnOutputProps { Value = Topic.TopicArn });
    }

    public Topic Topic { get; }
}

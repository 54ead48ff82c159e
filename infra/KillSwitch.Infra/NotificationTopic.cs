using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SNS;
using Constructs;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>
/// Where stops, breaches and the guard's own trouble are told; only over TLS. Chat channels have a topic of their own: AWS's chat
/// integration takes its own schema alone, listens by https, and one topic says the same to everyone who does.
/// </summary>
internal sealed class NotificationTopic : Construct
{
    public NotificationTopic(Construct scope, string id, GuardOptions options)
        : base(scope, id)
    {
        Topic = Own("Topic", "Bedrock kill switch");
        Chat = Own("Chat", "Bedrock kill switch: chat");
        if (options.Email is { } email)
        {
            // By a name that is the same whatever the address.
            new Subscription(
                this, "Email", new SubscriptionProps { Topic = Topic, Protocol = SubscriptionProtocol.EMAIL, Endpoint = email });
        }

        // EventBridge publishes by the topic's policy: the rules that tell people themselves, and no others.
        Topic.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "Tampering",
            Principals = [new ServicePrincipal("events.amazonaws.com")],
            Actions = ["sns:Publish"],
            Resources = [Topic.TopicArn],
            Conditions = new Dictionary<string, object>
            {
                ["ArnLike"] = new Dictionary<string, object> { ["aws:SourceArn"] = RulesArn() },
            },
        }));
        new CfnOutput(this, "TopicArn", new CfnOutputProps { Value = Topic.TopicArn });
        new CfnOutput(this, "ChatTopicArn", new CfnOutputProps { Value = Chat.TopicArn });
    }

    public Topic Topic { get; }

    /// <summary>For Slack, Teams and Chime, by Amazon Q Developer in chat applications.</summary>
    public Topic Chat { get; }

    public Topic[] All => [Topic, Chat];

    private string RulesArn()
    {
        var stack = Stack.Of(this);
        return $"arn:{stack.Partition}:events:{stack.Region}:{stack.Account}:rule/{GuardSetting.TamperRulesPrefix(stack.StackName)}*";
    }

    private Topic Own(string id, string name)
    {
        var stack = Stack.Of(this);
        var topic = new Topic(this, id, new TopicProps { DisplayName = name, EnforceSSL = true });
        // A topic that has a policy has no other: without this statement alarms would not get through.
        topic.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "Alarms",
            Principals = [new ServicePrincipal("cloudwatch.amazonaws.com")],
            Actions = ["sns:Publish"],
            Resources = [topic.TopicArn],
            Conditions = new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = stack.Account },
                ["ArnLike"] = new Dictionary<string, object>
                {
                    ["aws:SourceArn"] = $"arn:{stack.Partition}:cloudwatch:{stack.Region}:{stack.Account}:alarm:{stack.StackName}-*",
                },
            },
        }));
        return topic;
    }
}

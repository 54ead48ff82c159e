using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Constructs;

namespace KillSwitch.Infra;

/// <summary>
/// Where AWS Budgets and Cost Anomaly Detection publish, and the budget function listens; a topic of its own, so that who may tell people
/// and who may make the guard ask are two things. Only over TLS.
/// </summary>
internal sealed class BudgetTopic : Construct
{
    public BudgetTopic(Construct scope, string id, Function listener)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        Topic = new Topic(this, "Topic", new TopicProps { DisplayName = "Bedrock kill switch: budgets", EnforceSSL = true });
        Topic.AddToResourcePolicy(MayPublish("Budgets", "budgets.amazonaws.com", $"arn:{stack.Partition}:budgets::{stack.Account}:*"));
        Topic.AddToResourcePolicy(
            MayPublish("Anomalies", "costalerts.amazonaws.com", $"arn:{stack.Partition}:ce::{stack.Account}:anomalysubscription/*"));
        Topic.AddSubscription(new LambdaSubscription(listener));
        new CfnOutput(this, "TopicArn", new CfnOutputProps { Value = Topic.TopicArn });
    }

    public Topic Topic { get; }

    /// <summary>Who publishes is tried when a budget is made: the policy has to be there first.</summary>
    public IConstruct Policy => Topic.Node.FindChild("Policy");

    private PolicyStatement MayPublish(string sid, string service, string source) => new(new PolicyStatementProps
    {
        Sid = sid,
        Principals = [new ServicePrincipal(service)],
        Actions = ["sns:Publish"],
        Resources = [Topic.TopicArn],
        Conditions = new Dictionary<string, object>
        {
            ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = Stack.Of(this).Account },
            ["ArnLike"] = new Dictionary<string, object> { ["aws:SourceArn"] = source },
        },
    });
}

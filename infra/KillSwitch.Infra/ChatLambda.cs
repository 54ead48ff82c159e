using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;
using Constructs;
using KillSwitch.Core.Settings;
using KillSwitch.Infra.Permissions;

namespace KillSwitch.Infra;

/// <summary>
/// Does what people press in a chat channel: a queue that the buttons write to, as SQS says of a message who sent it, and a function that
/// reads the queue itself, as of what it is called with nobody says that.
/// </summary>
internal sealed class ChatLambda : Construct
{
    public ChatLambda(Construct scope, string id, GuardOptions options, GuardReach reach)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        Lambda = new GuardLambda(this, "Chat", options, reach.Deployment, new GuardFunctionProps(
            GuardFunction.Chat,
            "Bedrock kill switch: does what people press in a chat channel",
            256,
            Duration.Seconds(60),
            null,
            [.. LedgerAccess.Of(reach), .. StopAccess.Of(stack, reach), .. TellAccess.Of(reach.TopicArns)])
        {
            // The next minute comes anyway.
            Retries = 0,
        });
        var presses = new Queue(this, "Presses", new QueueProps
        {
            // Nobody waits longer for what was pressed, and would be surprised by it.
            RetentionPeriod = Duration.Hours(1),
            VisibilityTimeout = Duration.Seconds(90),
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
            DeadLetterQueue = new DeadLetterQueue { Queue = Lambda.DeadLetters, MaxReceiveCount = 5 },
        });
        ((CfnQueue)presses.Node.DefaultChild!).OverrideLogicalId(GuardSetting.ChatQueueId);
        Lambda.Function.AddEnvironment(GuardSetting.ChatQueue, presses.QueueName);
        Lambda.Role.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "Presses",
            Actions = ["sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
            Resources = [presses.QueueArn],
        }));
        EveryMinute.Call(this, Lambda, "what does what people press", "CallIt");

        var press = new ManagedPolicy(this, "Press", new ManagedPolicyProps
        {
            Description = "Bedrock kill switch: lets the buttons of a chat channel write to the guard. Who may press them the policy says",
            Statements =
            [
                new PolicyStatement(new PolicyStatementProps
                {
                    Sid = "Press",
                    Actions = ["sqs:SendMessage"],
                    Resources = [presses.QueueArn],
                }),
            ],
        });
        List<string> actions =
        [
            .. ChatAction.All.Select(action => action.Make(this, options.StackName, presses.QueueUrl)),
        ];
        Output("ChatActions", string.Join(',', actions));
        Output("ChatPolicyArn", press.ManagedPolicyArn);
    }

    public GuardLambda Lambda { get; }

    private void Output(string name, string value) =>
        new CfnOutput(this, name, new CfnOutputProps { Value = value }).OverrideLogicalId(name);
}

using Amazon.CDK;
using Constructs;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Infra;

/// <summary>
/// A button of AWS's chat integration, under those messages of this guard alone whose stop it fits. What it runs names the stop that the
/// message is of, and nothing else of the message.
/// </summary>
/// <param name="Button">Which.</param>
/// <param name="Text">On it, at most 50 characters.</param>
/// <param name="Shows">The member of <c>additionalContext</c> that is there where it fits.</param>
internal sealed record ChatAction(ChatButton Button, string Text, string Shows)
{
    private const string Context = "event.metadata.additionalContext.";

    public static IReadOnlyList<ChatAction> All { get; } =
    [
        new(ChatButton.Restore, "Restore", "restore"),
        new(ChatButton.Raise, $"Restore with {ChatButtons.RaisePercent} % more of its limit", "raise"),
        new(ChatButton.Approve, "Approve the stop", "decide"),
        new(ChatButton.Reject, "Reject the stop", "decide"),
    ];

    /// <summary>Its ARN. An account has one action of a name, whatever the region.</summary>
    public string Make(Construct scope, string stack, string queueUrl)
    {
        var (region, account) = (Amazon.CDK.Aws.REGION, Amazon.CDK.Aws.ACCOUNT_ID);
        var word = ChatButtons.Word(Button);
        return new CfnResource(scope, Button.ToString(), new CfnResourceProps
        {
            // This version of the CDK has no class for it.
            Type = "AWS::Chatbot::CustomAction",
            Properties = new Dictionary<string, object>
            {
                ["ActionName"] = $"{stack}-{region}-{word}",
                ["Definition"] = new Dictionary<string, object>
                {
                    ["CommandText"] = $"sqs send-message --queue-url {queueUrl} --message-body \"$Stop/{word}\" --region {region}",
                },
                ["Attachments"] = new object[]
                {
                    new Dictionary<string, object>
                    {
                        ["NotificationType"] = "Custom",
                        ["ButtonText"] = Text,
                        // Another guard may tell the same channel.
                        ["Criteria"] = new object[]
                        {
                            Equal("Stack", stack), Equal("Region", region), Equal("Account", account), Has("Stop"), Has("Shows"),
                        },
                        ["Variables"] = new Dictionary<string, object>
                        {
                            ["Stack"] = Context + "stack",
                            ["Region"] = Context + "region",
                            ["Account"] = Context + "account",
                            ["Stop"] = Context + "stop",
                            ["Shows"] = Context + Shows,
                        },
                    },
                },
            },
        }).GetAtt("CustomActionArn").ToString();
    }

    private static Dictionary<string, object> Equal(string variable, string value) =>
        new() { ["Operator"] = "EQUALS", ["VariableName"] = variable, ["Value"] = value };

    private static Dictionary<string, object> Has(string variable) => new() { ["Operator"] = "HAS_VALUE", ["VariableName"] = variable };
}

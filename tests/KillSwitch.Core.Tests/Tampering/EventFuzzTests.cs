using System.Text;
using System.Text.Json;
using KillSwitch.Core.Budgets;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Tampering;
using KillSwitch.Core.Tests.InvocationLog;

namespace KillSwitch.Core.Tests.Tampering;

/// <summary>What AWS delivers and others have a hand in: damaged in any way it is read, or refused as what it is not.</summary>
public class EventFuzzTests
{
    private static readonly byte[] Event = Encoding.UTF8.GetBytes("""
        {"version":"0","id":"e-1","\ud800":"\ud800","detail-type":"AWS API Call via CloudTrail","detail":{"eventVersion":"1.11","eventID":"e-2","eventSource":"iam.amazonaws.com","eventName":"DetachRolePolicy","eventTime":"2026-04-24T03:12:09Z",
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Admin/eve","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/Admin"}},"invokedBy":"x\ud800"},
        "sourceIPAddress":"203.0.113.7","userAgent":"aws-cli\udc00","requestParameters":{"roleName":"agent","policyArn":"arn:aws:iam::111122223333:policy/d","tags":[{"key":"k","value":"v"}]},"responseElements":{"jobArn":"j"}}}
        """);

    private static readonly byte[] Anomaly = Encoding.UTF8.GetBytes("""
        {"anomalyId":"a-1","\ud800":"\ud800","accountId":"111122223333","anomalyStartDate":"2026-04-24","dimensionalValue":"Amazon Bedrock\ud800","impact":{"totalImpact":12.5,"totalActualSpend":1e30},
        "rootCauses":[{"service":"Amazon Bedrock","usageType":"x"}],"anomalyDetailsLink":"https://console.aws.amazon.com/x","monitorName":"m"}
        """);

    [Fact]
    public void No_damage_to_an_event_of_CloudTrail_crashes_its_reader() => Mutations.Run(
        [Event],
        bytes =>
        {
            try
            {
                TrailEvent.Parse(bytes);
            }
            catch (JsonException)
            {
                // It is no such event.
            }

            JobCreation.Parse(Encoding.UTF8.GetString(bytes));
        },
        share: 0.05);

    [Fact]
    public void No_damage_to_a_message_on_the_budget_topic_crashes_its_reader() => Mutations.Run(
        [Anomaly, .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples", "budgets")).Select(File.ReadAllBytes)],
        bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            AnomalyMessage.Parse(text);
            if (BudgetMessage.Parse(text) is BudgetMessageResult.Read { Message: var message })
                message.BudgetName.ShouldNotContain('\n');
        },
        share: 0.05);
}

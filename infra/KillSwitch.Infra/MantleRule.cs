using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Infra;

/// <summary>Every call of the mantle endpoint that CloudTrail tells of goes to the meter of its region.</summary>
internal sealed class MantleRule : Construct
{
    public MantleRule(Construct scope, string id, Function meter)
        : base(scope, id)
    {
        new Rule(this, "Calls", new RuleProps
        {
            Description = "Tells the kill switch who calls the bedrock-mantle endpoint",
            EventPattern = new EventPattern
            {
                // Nobody but AWS can send an event that says so of itself.
                Source = Match.Prefix("aws."),
                DetailType = ["AWS API Call via CloudTrail"],
                Detail = new Dictionary<string, object>
                {
                    ["eventSource"] = new[] { MantleEvent.Source },
                    ["eventName"] = new[] { MantleEvent.Name },
                },
            },
        }).AddTarget(new LambdaFunction(meter));
    }
}

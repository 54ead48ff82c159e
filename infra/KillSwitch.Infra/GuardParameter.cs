using Amazon.CDK;
using Amazon.CDK.AWS.SSM;
using Constructs;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>Tells the command line where the guard lives.</summary>
internal sealed class GuardParameter : Construct
{
    public GuardParameter(Construct scope, string id, GuardOptions options, GuardHome home, string logGroup, string? leasePolicy)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        var more = options.Lease is not { } leased ? [] : new Dictionary<string, object>
        {
            ["leasePolicy"] = leasePolicy!,
            ["lease"] = string.Join(',', leased.Principals.Select(principal => principal.Name)),
            ["leaseMinutes"] = leased.Minutes,
        };
        if (home.GuardDenyPolicyArn is { } guardDeny)
        {
            more["guardDenyPolicy"] = guardDeny;
            more["operators"] = string.Join(',', home.Operators);
        }

        new StringParameter(this, "Parameter", new StringParameterProps
        {
            ParameterName = GuardSetting.Parameter(options.StackName),
            Description = "Where the Bedrock kill switch of this stack lives",
            StringValue = stack.ToJsonString(OrganizationPolicies.AddTo(new Dictionary<string, object>(more)
            {
                ["account"] = stack.Account,
                ["region"] = stack.Region,
                ["table"] = home.Table.TableName,
                ["topic"] = home.Notifications.Topic.TopicArn,
                ["chatTopic"] = home.Notifications.Chat.TopicArn,
                ["denyPolicy"] = home.DenyPolicyArn,
                ["accountDenyPolicy"] = home.AccountDenyPolicyArn,
                ["sessionDenyPolicy"] = home.SessionDenyPolicyArn,
                ["modelDenyPolicy"] = home.ModelDenyPolicyArn,
                ["mantleDenyPolicy"] = home.MantleDenyPolicyArn,
                ["unmeteredDenyPolicy"] = home.UnmeteredDenyPolicyArn,
                ["logGroup"] = logGroup,
            }, home.Organization)),
        });
    }
}

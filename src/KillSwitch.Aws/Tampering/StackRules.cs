using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tampering;

/// <summary>The rules on CloudTrail's events, by the beginning of their names.</summary>
/// <param name="events">EventBridge in the guard's region.</param>
/// <param name="prefix">What the names of the rules begin with.</param>
/// <param name="count">How many were deployed.</param>
public sealed class StackRules(AmazonEventBridgeClient events, string prefix, int count) : ITamperRules
{
    public async ValueTask<IReadOnlyList<string>> RestoreAsync(CancellationToken cancellation)
    {
        var rules = new List<Rule>();
        var request = new ListRulesRequest { NamePrefix = prefix };
        do
        {
            var page = await events.ListRulesAsync(request, cancellation);
            rules.AddRange(page.Rules ?? []);
            request.NextToken = page.NextToken;
        }
        while (request.NextToken is not null);

        var wrong = new List<string>();
        foreach (var rule in rules.Where(rule => rule.State == "DISABLED"))
        {
            await events.EnableRuleAsync(new EnableRuleRequest { Name = rule.Name }, cancellation);
            wrong.Add($"{rule.Name} was disabled and is enabled again");
        }

        if (rules.Count < count)
            wrong.Add($"{count - rules.Count} of {count} are gone");
        return wrong;
    }
}

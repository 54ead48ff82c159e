using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using KillSwitch.Core.Tampering;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tampering;

/// <summary>The rules on CloudTrail's events, by the beginning of their names.</summary>
/// <param name="events">EventBridge in their region.</param>
/// <param name="prefix">What the names of the rules begin with.</param>
/// <param name="count">How many were deployed; null where none are, or none any more.</param>
/// <param name="listeners">What they tell, by ARN: the setup function and the topic; empty where that is not known.</param>
public sealed class StackRules(
    AmazonEventBridgeClient events, string prefix, Func<CancellationToken, ValueTask<int?>> count, IReadOnlyList<string> listeners)
    : ITamperRules
{
    // EventBridge lets few be asked a second; all are asked within three minutes.
    private const int Turns = 3;

    private readonly Dictionary<string, string> _moved = [];
    private int _turn;

    public async ValueTask<IReadOnlyList<string>> RestoreAsync(CancellationToken cancellation)
    {
        if (await count(cancellation) is not { } deployed)
            return [];
        var rules = await ListAsync(events, prefix, cancellation);
        var wrong = new List<string>();
        foreach (var rule in rules.Where(rule => rule.State == "DISABLED"))
        {
            await events.EnableRuleAsync(new EnableRuleRequest { Name = rule.Name }, cancellation);
            wrong.Add($"{rule.Name} was disabled and is enabled again");
        }

        if (rules.Count < deployed)
            wrong.Add($"{deployed - rules.Count} of {deployed} are gone");
        if (listeners.Count > 0)
            await LookAtTargetsAsync(rules, cancellation);
        return [.. wrong, .. _moved.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value)];
    }

    /// <summary>The rules whose names begin so.</summary>
    internal static ValueTask<List<Rule>> ListAsync(AmazonEventBridgeClient events, string prefix, CancellationToken cancellation) =>
        Pages.Each(
        token => events.ListRulesAsync(new ListRulesRequest { NamePrefix = prefix, NextToken = token }, cancellation),
        page => page.NextToken,
        page => page.Rules).ToListAsync(cancellation);

    private async ValueTask LookAtTargetsAsync(List<Rule> rules, CancellationToken cancellation)
    {
        foreach (var gone in _moved.Keys.Except(rules.Select(rule => rule.Name)).ToList())
            _moved.Remove(gone);
        foreach (var rule in rules.OrderBy(rule => rule.Name, StringComparer.Ordinal).Where((_, i) => i % Turns == _turn))
        {
            var targets = await Pages.Each(
                token => events.ListTargetsByRuleAsync(new ListTargetsByRuleRequest { Rule = rule.Name, NextToken = token }, cancellation),
                page => page.NextToken,
                page => page.Targets).Select(target => target.Arn).ToListAsync(cancellation);
            if (RuleTargets.Wrong(rule.Name, targets, listeners) is { } sentence)
                _moved[rule.Name] = sentence;
            else
                _moved.Remove(rule.Name);
        }

        _turn = (_turn + 1) % Turns;
    }
}

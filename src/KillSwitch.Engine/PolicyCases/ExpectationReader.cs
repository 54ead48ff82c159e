using KillSwitch.Core.Invocations;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.PolicyFile;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyCases;

/// <summary>Reads what a case expects.</summary>
/// <param name="reading">Takes the mistakes.</param>
/// <param name="clock">That times go by.</param>
/// <param name="policy">Whose rules are named.</param>
internal sealed class ExpectationReader(PolicyReading reading, CaseClock clock, Policy policy)
{
    private static readonly string[] Keys = ["stopped", "waiting", "notStopped", "notified"];
    private static readonly string[] StopKeys = ["target", "denied", "rule", "after", "before", "restored"];
    private const string Allowed =
        "`role/NAME`, `role/NAME/SESSION`, a model, `tag:KEY=VALUE`, `principalTag:KEY=VALUE` or `account`";

    private static readonly string[] NoticeKeys = ["rule", "level", "counter"];

    /// <param name="node">What stands there.</param>
    /// <param name="calls">Of the case: who can be stopped in it.</param>
    public Expectation? Read(YamlNode node, IReadOnlyList<Invocation> calls)
    {
        if (reading.Fields(node, "an expectation", Keys) is not { } fields)
            return null;
        if (node is YamlMappingNode { Children.Count: 0 })
            reading.Problem(node, $"this case expects nothing; allowed: {string.Join(", ", Keys)}");
        var subjects = CaseSubject.Of(calls, policy);
        return new Expectation
        {
            Stopped = fields.TryGetValue("stopped", out var stopped) ? Stops(stopped, subjects) : null,
            Waiting = fields.TryGetValue("waiting", out var waiting) ? Stops(waiting, subjects) : null,
            NotStopped = fields.TryGetValue("notStopped", out var not)
                ? [.. PolicyReading.Items(not).Select(item => Target(item, subjects)).OfType<Glob>()]
                : [],
            Notified = fields.TryGetValue("notified", out var notified) ? Notices(notified, subjects) : null,
        };
    }

    private List<ExpectedStop> Stops(YamlNode node, IReadOnlyList<CaseSubject> subjects) => PolicyReading.Text(node) == "none"
        ? []
        : [.. PolicyReading.Items(node).Select(item => Stop(item, subjects)).OfType<ExpectedStop>()];

    // A name alone is its target.
    private ExpectedStop? Stop(YamlNode node, IReadOnlyList<CaseSubject> subjects)
    {
        if (node is YamlScalarNode)
            return Target(node, subjects) is { } name ? new ExpectedStop(name) : null;
        if (reading.Fields(node, "a stop", StopKeys) is not { } fields)
            return null;
        if (!fields.TryGetValue("target", out var target))
        {
            reading.Problem(node, $"this stop lacks `target`; allowed is {Allowed}");
            return null;
        }

        var restored = fields.GetValueOrDefault("restored");
        var isNever = restored is not null && PolicyReading.Text(restored) == "never";
        return Target(target, subjects) is not { } glob ? null : new ExpectedStop(glob)
        {
            Denied = fields.TryGetValue("denied", out var denied) ? Models(denied) : null,
            Rule = fields.TryGetValue("rule", out var rule) ? Rule(rule)?.Id : null,
            After = fields.TryGetValue("after", out var after) ? Moment(after) : null,
            Before = fields.TryGetValue("before", out var before) ? Moment(before) : null,
            Restored = restored is null || isNever ? null : Moment(restored),
            IsNeverRestored = isNever,
        };
    }

    private List<string> Models(YamlNode node)
    {
        var models = PolicyReading.Items(node).Select(item => PolicyReading.Text(item) ?? "").ToList();
        if (models.Count == 0 || models.Contains(""))
            reading.Problem(node, $"{PolicyReading.Quoted(node)} is no model that a stop takes away; allowed is what the rule denies");
        return models;
    }

    private List<ExpectedNotice> Notices(YamlNode node, IReadOnlyList<CaseSubject> subjects) => PolicyReading.Text(node) == "none"
        ? []
        : [.. PolicyReading.Items(node).Select(item => Notice(item, subjects)).OfType<ExpectedNotice>()];

    private ExpectedNotice? Notice(YamlNode node, IReadOnlyList<CaseSubject> subjects)
    {
        if (reading.Fields(node, "a message", NoticeKeys) is not { } fields)
            return null;
        foreach (var key in (string[])["rule", "level"])
        {
            if (!fields.ContainsKey(key))
                reading.Problem(node, $"this message lacks `{key}`; allowed is such as `{{ rule: {policy.Rules[0].Id}, level: breach }}`");
        }

        if (!fields.TryGetValue("rule", out var named) || !fields.TryGetValue("level", out var level) || Rule(named) is not { } rule)
            return null;
        var levels = rule.NotifyPercents.Select(NoticeKey.Percent).Concat(rule.NotifyBreach ? [NoticeKey.Breach] : []).ToList();
        if (PolicyReading.Text(level) is not { } text || !levels.Contains(text))
        {
            reading.Problem(level, $"{PolicyReading.Quoted(level)} is no level that `{rule.Id}` tells; "
                + (levels.Count == 0 ? "it tells none" : $"allowed: {string.Join(", ", levels)}"));
            return null;
        }

        var counter = fields.TryGetValue("counter", out var whose) ? Target(whose, subjects) : null;
        return new ExpectedNotice(rule.Id, text, counter);
    }

    private CountedRule? Rule(YamlNode node)
    {
        var text = PolicyReading.Text(node) ?? "";
        if (policy.Rules.FirstOrDefault(rule => rule.Id == text) is { } found)
        {
            if (found is CountedRule counted)
                return counted;
            reading.Problem(node, $"`{text}` waits for AWS Budgets, which no case can show");
            return null;
        }

        var ids = policy.Rules.OfType<CountedRule>().Select(rule => rule.Id).ToList();
        reading.Problem(
            node, $"{PolicyReading.Quoted(node)} is no rule of the policy{NearestNames.Hint(text, ids).TrimEnd('?')}; allowed: "
                + string.Join(", ", ids));
        return null;
    }

    // A slip of the pen would be somebody who is never stopped.
    private Glob? Target(YamlNode node, IReadOnlyList<CaseSubject> subjects)
    {
        if (PolicyReading.Text(node) is not { Length: > 0 } text)
        {
            reading.Problem(node, $"{PolicyReading.Quoted(node)} is nobody; allowed is {Allowed}");
            return null;
        }

        var glob = new Glob(text);
        if (subjects.Any(subject => glob.Matches(subject.Name)))
            return glob;
        reading.Problem(node, $"{PolicyReading.Quoted(node)} calls nothing and is not called in this case"
            + NearestNames.Hint(text, subjects.Select(subject => subject.Name)));
        return null;
    }

    private DateTimeOffset? Moment(YamlNode node)
    {
        if (clock.Read(PolicyReading.Text(node) ?? "") is { } at)
            return at;
        reading.Problem(node, $"{PolicyReading.Quoted(node)} is no time; allowed is {CaseClock.Allowed}");
        return null;
    }
}

using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>Whose calls are summed under a rule: what is null does not matter.</summary>
internal sealed record Counter(string? Who, string? Session, string? Model)
{
    public static Counter Of(RuleSpec rule, Call call) => rule.Per switch
    {
        "account" => new Counter(null, null, null),
        "principal" => new Counter(call.Who, null, null),
        "session" => new Counter(call.Who, call.Session, null),
        "model" => new Counter(null, null, call.Model),
        _ => throw new FormatException($"nothing is counted per {rule.Per}"),
    };

    /// <summary>The counter that a stop names.</summary>
    public static Counter OfScope(string scope)
    {
        var values = scope.Split('|').Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return new Counter(
            values.GetValueOrDefault("principal")?["role/".Length..],
            values.GetValueOrDefault("session"),
            values.GetValueOrDefault("model") is { } id ? Names.AllModels.First(model => Names.ModelId(model) == id) : null);
    }

    public bool Has(RuleSpec rule, Call call) =>
        (Who is null || Who == call.Who) && (Session is null || Session == call.Session) && (Model is null || Model == call.Model)
            && (rule.Only is null || rule.Only == call.Who);

    /// <summary>Whom or what a stop under the rule cuts.</summary>
    public string Target(StopScope stop) => stop switch
    {
        StopScope.Principal => Who!,
        StopScope.Session => $"{Who}/{Session}",
        StopScope.Model => Model!,
        _ => "account",
    };

    /// <summary>As a stop names the counter that tripped.</summary>
    public string Scope(RuleSpec rule) => $"account={Names.Account}"
        + (Who is null ? "" : $"|principal=role/{Who}")
        + (Session is null ? "" : $"|session={Session}")
        + (Model is null ? "" : $"|model={Names.ModelId(Model)}")
        + (Who is null && rule.Only is { } only ? $"|principal~role/{only}" : "");
}

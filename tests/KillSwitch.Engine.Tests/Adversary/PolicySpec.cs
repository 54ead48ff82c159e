namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>A policy as a history writes it.</summary>
internal sealed record PolicySpec
{
    public bool Observes { get; init; }

    /// <summary>One that <see cref="Span"/> knows.</summary>
    public string Zone { get; init; } = "UTC";

    public IReadOnlyList<string> Exempt { get; init; } = [];

    /// <summary>How many stops may begin by themselves in an hour; null for any number.</summary>
    public int? MaxStops { get; init; }

    public IReadOnlyList<RuleSpec> Rules { get; init; } = [];

    public RuleSpec? Rule(string id) => Rules.FirstOrDefault(rule => rule.Id == id);

    public bool IsExempt(string? principal) => principal is not null && Exempt.Contains(principal);

    /// <summary>
    /// After a change: <c>mode=observe</c>, <c>exempt=a,b</c>, <c>r1 usd=20</c>, <c>add r2 per=…</c>, <c>remove r1</c>. One of a rule that
    /// is not there changes nothing.
    /// </summary>
    public PolicySpec After(string change)
    {
        var words = change.Split(' ');
        return words switch
        {
            ["add", .. var rule] => Rule(rule[0]) is null ? this with { Rules = [.. Rules, RuleSpec.Parse(rule)] } : this,
            ["remove", var id] => this with { Rules = [.. Rules.Where(rule => rule.Id != id)] },
            [var pair] => With(pair.Split('=')),
            [var id, .. var pairs] =>
                this with
                {
                    Rules =
                    [.. Rules.Select(rule => rule.Id == id ? RuleSpec.Parse([.. rule.ToString().Split(' '), .. pairs]) : rule)]
                },
            _ => throw new FormatException($"`{change}` changes no policy"),
        };
    }

    private PolicySpec With(string[] pair) => pair switch
    {
        ["mode", var mode] => this with { Observes = mode == "observe" },
        ["zone", var zone] => this with { Zone = zone },
        ["exempt", var names] => this with { Exempt = names == "none" ? [] : names.Split(',') },
        ["max", var count] =>
            this with { MaxStops = count == "none" ? null : int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) },
        _ => throw new FormatException($"`{string.Join('=', pair)}` changes no policy"),
    };

    public static PolicySpec Parse(IEnumerable<string> words) =>
        words.Aggregate(new PolicySpec(), (policy, word) => policy.With(word.Split('=')));

    /// <summary>The head, without its rules.</summary>
    public override string ToString() =>
        (Observes ? "mode=observe" : "mode=enforce")
        + (Zone == "UTC" ? "" : $" zone={Zone}")
        + (Exempt.Count == 0 ? "" : $" exempt={string.Join(',', Exempt)}")
        + (MaxStops is { } most ? $" max={most}" : "");
}

using System.Globalization;
using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>What a rule limits.</summary>
internal enum Unit
{
    Usd,
    Calls,
    Tokens,

    /// <summary>Cache reads over input tokens, from <see cref="RuleSpec.RatioAfter"/> input tokens on.</summary>
    Ratio,
}

/// <summary>
/// A rule as a history writes it: <c>r1 per=principal usd=10 every=day stop=principal ends=window</c>. Knows nothing of the engine's.
/// </summary>
internal sealed record RuleSpec
{
    public const long RatioAfter = 1000;

    public required string Id { get; init; }

    /// <summary><c>account</c>, <c>principal</c>, <c>session</c> or <c>model</c>.</summary>
    public string Per { get; init; } = "principal";

    /// <summary>The one principal that it counts; null for all.</summary>
    public string? Only { get; init; }

    public Unit Unit { get; init; }

    public decimal Limit { get; init; } = 10;

    /// <summary><c>minute</c> to <c>month</c>, or how long a trailing window is: <c>90m</c>.</summary>
    public string Every { get; init; } = "day";

    public StopScope Stop { get; init; } = StopScope.Principal;

    /// <summary><c>manual</c>, <c>window</c>, or after how long: <c>20m</c>.</summary>
    public string Ends { get; init; } = "manual";

    public bool Asks { get; init; }

    public bool Foresees { get; init; }

    public string Notify { get; init; } = "";

    /// <summary>Minutes of a trailing window; 0 for one of the calendar.</summary>
    public int RollingMinutes => Every[^1] == 'm' ? int.Parse(Every[..^1], CultureInfo.InvariantCulture) : 0;

    /// <summary>Minutes until a stop ends; 0 where it ends otherwise.</summary>
    public int EndsAfterMinutes => Ends[^1] == 'm' ? int.Parse(Ends[..^1], CultureInfo.InvariantCulture) : 0;

    public RuleSpec With(string key, string value) => key switch
    {
        "per" => this with { Per = value },
        "only" => this with { Only = value == "all" ? null : value },
        "usd" or "calls" or "tokens" or "ratio" =>
            this with { Unit = Enum.Parse<Unit>(key, ignoreCase: true), Limit = decimal.Parse(value, CultureInfo.InvariantCulture) },
        "every" => this with { Every = value },
        "stop" => this with { Stop = Enum.Parse<StopScope>(value, ignoreCase: true) },
        "ends" => this with { Ends = value },
        "approval" => this with { Asks = value == "manual" },
        "brake" => this with { Foresees = value == "predictive" },
        "notify" => this with { Notify = value == "none" ? "" : value },
        _ => throw new FormatException($"`{key}` is nothing of a rule"),
    };

    public static RuleSpec Parse(IEnumerable<string> words) =>
        words.Skip(1).Select(word => word.Split('=')).Aggregate(new RuleSpec
        {
            Id = words.First(),
        }, (rule, pair) => rule.With(pair[0], pair[1]));

    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Id} per={Per} {Lower(Unit)}={Limit} every={Every} stop={Lower(Stop)}");
        text += Ends == "manual" ? "" : $" ends={Ends}";
        text += Asks ? " approval=manual" : "";
        text += Foresees ? " brake=predictive" : "";
        text += Notify.Length == 0 ? "" : $" notify={Notify}";
        return text + (Only is null ? "" : $" only={Only}");
    }

#pragma warning disable CA1308 // As the policy file writes it.
    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}

namespace KillSwitch.Core.PriceLists;

/// <summary>What a row of AWS's Price List is charged for.</summary>
public enum UsageKind
{
    Input,
    Output,
    CacheRead,
    CacheWrite5m,
    CacheWrite1h,

    /// <summary>The one write price of models whose cache lives for half an hour.</summary>
    CacheWrite30m,
    SearchUnit,
    Image,
    AudioSecond,
    VideoSecond,

    /// <summary>A text unit that a guardrail's policy looked at.</summary>
    GuardrailTextUnit,

    /// <summary>A check of a guardrail without a model.</summary>
    GuardrailCheck,
}

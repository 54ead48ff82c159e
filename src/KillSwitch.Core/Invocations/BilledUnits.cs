namespace KillSwitch.Core.Invocations;

/// <summary>What AWS charges a call by, where that is not the token.</summary>
public enum UnitKind
{
    /// <summary>A query against up to a hundred documents.</summary>
    Search,

    /// <summary>An image that was made, or one that was embedded.</summary>
    Image,

    VideoSecond,

    /// <summary>A thousand characters that a guardrail filters for harmful content.</summary>
    GuardrailContent,

    /// <summary>The same, for denied topics.</summary>
    GuardrailTopic,

    /// <summary>The same, for personal data.</summary>
    GuardrailSensitive,

    /// <summary>The same, for whether an answer is grounded.</summary>
    GuardrailGrounding,

    /// <summary>An image that a guardrail filters.</summary>
    GuardrailImage,
}

/// <summary>Units of one kind of a call.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Quantity">How many.</param>
/// <param name="IsPremium">Asked for at the dearer quality.</param>
/// <param name="Side">The longer side in pixels; 0 where it is not known.</param>
public sealed record BilledUnits(UnitKind Kind, decimal Quantity, bool IsPremium = false, int Side = 0);

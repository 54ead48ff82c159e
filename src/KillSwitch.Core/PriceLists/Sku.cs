namespace KillSwitch.Core.PriceLists;

/// <summary>One row of AWS's Price List, as AWS writes it.</summary>
/// <param name="Code">AWS's own number of the row.</param>
/// <param name="UsageType">What is used, as the bill calls it.</param>
public sealed record Sku(string Code, string UsageType)
{
    /// <summary>Of a Marketplace model, its name: <c>Claude Opus 4.7 (Amazon Bedrock Edition)</c>.</summary>
    public string ServiceName { get; init; } = "";

    /// <summary>The model's name; null where the row has none.</summary>
    public string? Model { get; init; }

    public string? Feature { get; init; }

    public string? InferenceType { get; init; }

    public string Region { get; init; } = "";

    public string Unit { get; init; } = "";

    /// <summary>Dollars for one unit.</summary>
    public decimal Usd { get; init; }

    /// <summary>Since when AWS charges that.</summary>
    public DateOnly? Effective { get; init; }
}

using System.Text.Json.Nodes;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.UsageReports;

/// <summary>
/// A counter's hour as a row of FOCUS 1.2. No invoice is known: <c>BilledCost</c> is 0 and <c>InvoiceId</c> null; the estimate is in the
/// other costs. A row adds up several kinds of tokens, each of a price of its own, so it has no SKU and no unit price.
/// </summary>
/// <param name="Hour">That it was counted in.</param>
/// <param name="Scope">Whose counter it is.</param>
/// <param name="By">What it is told apart by, the last where there are several.</param>
/// <param name="Usage">What it holds.</param>
internal sealed record FocusRow(Window Hour, string Scope, Dimension By, Usage Usage)
{
    private const string Description =
        "Amazon Bedrock inference, estimated from invocation logs: list price less discounts, before credits. Not a billed amount.";

    // As AWS names itself in its own export.
    private const string Provider = "AWS";
    private const string Currency = "USD";

    private static readonly (string Name, Func<FocusRow, object?> Of)[] Columns =
    [
        ("BilledCost", _ => 0m),
        ("BillingAccountId", row => row.Value(Dimension.Account)),
        ("BillingAccountName", _ => null),
        ("BillingCurrency", _ => Currency),
        ("BillingPeriodEnd", row => TimeText.Iso(row.Month.AddMonths(1))),
        ("BillingPeriodStart", row => TimeText.Iso(row.Month)),
        ("ChargeCategory", _ => "Usage"),
        ("ChargeClass", _ => null),
        ("ChargeDescription", _ => Description),
        ("ChargeFrequency", _ => "Usage-Based"),
        ("ChargePeriodEnd", row => TimeText.Iso(row.Hour.Until)),
        ("ChargePeriodStart", row => TimeText.Iso(row.Hour.From)),
        ("ConsumedQuantity", row => row.Quantity),
        ("ConsumedUnit", row => row.Unit),
        ("ContractedCost", row => row.Usage.Cost.Amount),
        ("EffectiveCost", row => row.Usage.Cost.Amount),
        ("InvoiceId", _ => null),
        ("InvoiceIssuerName", _ => Provider),
        ("ListCost", row => row.Usage.ListCost.Amount),
        ("PricingCategory", _ => "Standard"),
        ("PricingCurrency", _ => Currency),
        ("PricingQuantity", row => row.Quantity),
        ("PricingUnit", row => row.Unit),
        ("ProviderName", _ => Provider),
        ("PublisherName", _ => Provider),
        ("RegionId", row => row.Value(Dimension.Region)),
        ("RegionName", row => row.Value(Dimension.Region)),
        ("ResourceId", row => row.ResourceId),
        ("ResourceName", row => row.ResourceName),
        ("ResourceType", row => row.ResourceType),
        ("ServiceCategory", _ => "AI and Machine Learning"),
        ("ServiceName", _ => "Amazon Bedrock"),
        ("ServiceSubcategory", _ => "Generative AI"),
        ("SubAccountId", row => row.Value(Dimension.Account)),
        ("SubAccountName", _ => null),
        ("Tags", row => row.Tags),
        ("x_CacheReadInputTokens", row => row.Usage.Tokens.CacheReadInputTokens),
        ("x_CacheWriteInputTokens", row => row.Usage.Tokens.CacheWriteInputTokens),
        ("x_Calls", row => row.Usage.Calls),
        ("x_EstimatedCost", row => row.Usage.Cost.Amount),
        ("x_InputTokens", row => row.Usage.Tokens.TotalInputTokens),
        ("x_Model", row => row.Value(Dimension.Model)),
        ("x_OutputTokens", row => row.Usage.Tokens.OutputTokens),
        ("x_Path", row => row.Value(Dimension.Path)),
        ("x_Principal", row => row.Value(Dimension.Principal)),
        ("x_Profile", row => row.Value(Dimension.Profile)),
        ("x_Project", row => row.Value(Dimension.Project)),
        ("x_Session", row => row.Value(Dimension.Session)),
        ("x_UncachedInputTokens", row => row.Usage.Tokens.UncachedInputTokens),
        ("x_UnpricedCost", row => row.Usage.Unpriced.Amount),
    ];

    // The month that AWS bills the hour in.
    private DateTimeOffset Month => new(Hour.From.UtcDateTime.Year, Hour.From.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private long Tokens => Usage.Tokens.TotalInputTokens + Usage.Tokens.OutputTokens;

    // Images and searches have no tokens.
    private long Quantity => Tokens > 0 ? Tokens : Usage.Calls;

    private string Unit => Tokens > 0 ? "Tokens" : "Requests";

    private string? ResourceId => this switch
    {
        _ when Value(Dimension.Session) is { } session => $"{Value(Dimension.Principal)}/{session}",
        _ when Value(Dimension.Principal) is { } principal => principal,
        _ => Value(Dimension.Model),
    };

    // FOCUS has no name that only repeats the id.
    private string? ResourceName => Value(Dimension.Session)
        ?? (Value(Dimension.Principal) is { } principal && principal.Split('/') is [_, .., var name] ? name : null);

    private string? ResourceType => this switch
    {
        _ when Value(Dimension.Session) is not null => "IAM Session",
        _ when Value(Dimension.Principal) is not null => "IAM Principal",
        _ when Value(Dimension.Model) is not null => "Foundation Model",
        _ => null,
    };

    private string? Tags => By is { Kind: DimensionKind.Tag or DimensionKind.PrincipalTag or DimensionKind.ProfileTag, TagKey: { } key }
        && Value(By) is { } value && value != Missing.Value
            ? new JsonObject { [key] = value }.ToJsonString()
            : null;

    /// <summary>The header, and a row for each counter in each hour.</summary>
    public static IEnumerable<IEnumerable<object?>> Table(UsageReport report, UsageBy by) => report.Hours
        .SelectMany(hour => hour.Counters.Select(counter => new FocusRow(hour.Hour, counter.Scope, by.View[^1], counter.Usage)))
        .Select(row => Columns.Select(column => column.Of(row)))
        .Prepend(Columns.Select(column => (object?)column.Name));

    private string? Value(Dimension dimension) => ScopeText.Value(Scope, dimension);
}

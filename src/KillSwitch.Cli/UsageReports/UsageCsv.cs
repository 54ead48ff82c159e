namespace KillSwitch.Cli.UsageReports;

/// <summary>A row of the report each, under the names that JSON has.</summary>
internal static class UsageCsv
{
    private static readonly (string Name, Func<UsageRow, object?> Of)[] Columns =
    [
        ("name", row => row.Name),
        ("usd", row => Rounded(row.Usage.Cost.Amount)),
        ("listUsd", row => Rounded(row.Usage.ListCost.Amount)),
        ("unpricedUsd", row => Rounded(row.Usage.Unpriced.Amount)),
        ("estimatedUsd", row => Rounded(row.Usage.Estimated.Cost.Amount)),
        ("calls", row => row.Usage.Calls),
        ("inputTokens", row => row.Usage.Tokens.TotalInputTokens),
        ("uncachedInputTokens", row => row.Usage.Tokens.UncachedInputTokens),
        ("cacheReadInputTokens", row => row.Usage.Tokens.CacheReadInputTokens),
        ("cacheWriteInputTokens", row => row.Usage.Tokens.CacheWriteInputTokens),
        ("outputTokens", row => row.Usage.Tokens.OutputTokens),
        ("cacheHitRatio", row => row.Usage.CacheHitRatio is { } ratio ? Math.Round(ratio, 4) : null),
    ];

    public static IEnumerable<IEnumerable<object?>> Rows(UsageReport report) =>
        report.Rows.Select(row => Columns.Select(column => column.Of(row))).Prepend(Columns.Select(column => (object?)column.Name));

    private static decimal Rounded(decimal usd) => Math.Round(usd, 6, MidpointRounding.AwayFromZero);
}

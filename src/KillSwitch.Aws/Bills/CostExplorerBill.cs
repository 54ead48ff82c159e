using System.Globalization;
using Amazon.CostExplorer;
using Amazon.CostExplorer.Model;
using KillSwitch.Core.Bills;
using KillSwitch.Core.Money;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Bills;

/// <summary>
/// Asks Cost Explorer. Its answers have two dimensions at most, and each costs a cent: one names the services, one has usage types by
/// region, and where a service is a model of the Marketplace, whose usage types name none, a third has usage types by service.
/// </summary>
/// <param name="client">Cost Explorer.</param>
/// <param name="account">Of an organization's bill this account's part alone.</param>
public sealed class CostExplorerBill(AmazonCostExplorerClient client, string account) : IBill
{
    private const string Cost = "UnblendedCost";
    private const string Form = "yyyy-MM-dd";
    private const string Quantity = "UsageQuantity";

    public async ValueTask<ILookup<DateOnly, BilledUsage>> ReadAsync(
        IReadOnlyCollection<DateOnly> days, CancellationToken cancellation) =>
        (await LinesAsync(days, cancellation)).ToLookup(line => line.Day, line => line.Usage);

    private async ValueTask<IEnumerable<(DateOnly Day, BilledUsage Usage)>> LinesAsync(
        IReadOnlyCollection<DateOnly> days, CancellationToken cancellation)
    {
        List<string> services =
        [
            .. (await AskAsync(days, [], [Dimension.SERVICE], cancellation)).Select(group => group.Key(0))
                .Where(service => service.Contains("Bedrock", StringComparison.OrdinalIgnoreCase)).Distinct()
                .Order(StringComparer.Ordinal),
        ];
        if (services.Count == 0)
            return [];
        var byRegion = await AskAsync(days, services, [Dimension.USAGE_TYPE, Dimension.REGION], cancellation);
        if (services.Count == 1 || !services.Exists(IsEdition))
            return byRegion.Select(group => Line(services[0], group.Key(0), group.Key(1), group));
        // A usage type has its region in its name; one that has several has none.
        var regions = byRegion.GroupBy(group => group.Key(0), group => group.Key(1)).ToDictionary(
            usage => usage.Key, usage => usage.Distinct().ToList() is [var one] ? one : "", StringComparer.Ordinal);
        return (await AskAsync(days, services, [Dimension.SERVICE, Dimension.USAGE_TYPE], cancellation))
            .Select(group => Line(group.Key(0), group.Key(1), regions.GetValueOrDefault(group.Key(1), ""), group));
    }

    private static bool IsEdition(string service) => new BilledUsage(service, "", "", 0, "", default).IsOfEdition;

    // What no region belongs to is written as `NoRegion` or `global`.
    private static (DateOnly Day, BilledUsage Usage) Line(string service, string usageType, string region, Billed group) => (group.Day, new(
        service, usageType, region.Contains('-', StringComparison.Ordinal) ? region : "", group.Quantity, group.Unit, new Usd(group.Cost)));

    private async Task<List<Billed>> AskAsync(
        IReadOnlyCollection<DateOnly> days, List<string> services, Dimension[] by, CancellationToken cancellation)
    {
        var found = new List<Billed>();
        List<DimensionExpression> filter =
            [Is(Dimension.RECORD_TYPE, "Usage"), Is(Dimension.LINKED_ACCOUNT, account), .. services.Count == 0
                ? (DimensionExpression[])[]
                : [Is(Dimension.SERVICE, [.. services])]];
        var pages = Pages.Each(
            token => client.GetCostAndUsageAsync(new GetCostAndUsageRequest
            {
                TimePeriod = new DateInterval { Start = Text(days.Min()), End = Text(days.Max().AddDays(1)) },
                Granularity = Granularity.DAILY,
                Filter = new Expression { And = filter },
                Metrics = [Cost, Quantity],
                GroupBy =
                [
                    .. by.Select(dimension => new GroupDefinition { Type = GroupDefinitionType.DIMENSION, Key = dimension.Value }),
                ],
                NextPageToken = token,
            }, cancellation),
            page => page.NextPageToken, page => page.ResultsByTime);
        await foreach (var (day, group) in pages.SelectMany(result => (result.Groups ?? []).Select(group => (Day(result), group))))
        {
            if (!days.Contains(day))
                continue;
            var (cost, quantity) = (group.Metrics?.GetValueOrDefault(Cost), group.Metrics?.GetValueOrDefault(Quantity));
            found.Add(new Billed(day, group.Keys ?? [], cost?.Amount ?? 0, quantity?.Amount ?? 0, quantity?.Unit ?? ""));
        }

        return found;
    }

    private static DimensionExpression Is(Dimension dimension, params List<string> values) =>
        new() { Dimensions = new DimensionValues { Key = dimension, Values = values } };

    private static string Text(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    private static DateOnly Day(ResultByTime result) =>
        DateOnly.TryParseExact(result.TimePeriod?.Start, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : default;

    private sealed record Billed(DateOnly Day, List<string> Keys, decimal Cost, decimal Quantity, string Unit)
    {
        public string Key(int index) => Keys.Count > index ? Keys[index] : "";
    }
}

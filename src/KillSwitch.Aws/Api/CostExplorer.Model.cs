using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CostExplorer.Model;

/// <summary>Each request costs a cent, and each further page of its answer as well.</summary>
internal sealed class GetCostAndUsageRequest : AmazonWebServiceRequest
{
    public DateInterval? TimePeriod { get; set; }

    public Granularity? Granularity { get; set; }

    public Expression? Filter { get; set; }

    public List<string>? Metrics { get; set; }

    /// <summary>Two at most.</summary>
    public List<GroupDefinition>? GroupBy { get; set; }

    public string? NextPageToken { get; set; }

    internal static InvokeOptions Operation { get; } = CostExplorerService.Protocol.Operation<GetCostAndUsageRequest>(
        "GetCostAndUsage",
        (to, request) => to.Add(nameof(TimePeriod), request.TimePeriod, DateInterval.Write)
            .Add(nameof(Granularity), request.Granularity?.Value)
            .Add(nameof(Filter), request.Filter, Expression.Write)
            .AddList(nameof(Metrics), request.Metrics)
            .AddObjects(nameof(GroupBy), request.GroupBy, GroupDefinition.Write)
            .Add(nameof(NextPageToken), request.NextPageToken),
        from => new GetCostAndUsageResponse
        {
            ResultsByTime = from.Members(nameof(GetCostAndUsageResponse.ResultsByTime), ResultByTime.Read),
            NextPageToken = from.OptionalText(nameof(GetCostAndUsageResponse.NextPageToken)),
        });
}

internal sealed class GetCostAndUsageResponse : AmazonWebServiceResponse
{
    public List<ResultByTime>? ResultsByTime { get; set; }

    public string? NextPageToken { get; set; }
}

/// <summary>Days as <c>2026-11-28</c>; the last is not part of it.</summary>
internal sealed class DateInterval
{
    public string? Start { get; set; }

    public string? End { get; set; }

    internal static DateInterval Read(JsonElement from) => new()
    {
        Start = from.OptionalText(nameof(Start)),
        End = from.OptionalText(nameof(End)),
    };

    internal static void Write(Utf8JsonWriter to, DateInterval interval) => to.Add(nameof(Start), interval.Start)
        .Add(nameof(End), interval.End);
}

/// <summary>All of these must hold.</summary>
internal sealed class Expression
{
    public List<DimensionExpression>? And { get; set; }

    internal static void Write(Utf8JsonWriter to, Expression expression) =>
        to.AddObjects(nameof(And), expression.And, DimensionExpression.Write);
}

internal sealed class DimensionExpression
{
    public DimensionValues? Dimensions { get; set; }

    internal static void Write(Utf8JsonWriter to, DimensionExpression expression) =>
        to.Add(nameof(Dimensions), expression.Dimensions, DimensionValues.Write);
}

/// <summary>One of the values, letter by letter.</summary>
internal sealed class DimensionValues
{
    public Dimension? Key { get; set; }

    public List<string>? Values { get; set; }

    internal static void Write(Utf8JsonWriter to, DimensionValues dimension) => to.Add(nameof(Key), dimension.Key?.Value)
        .AddList(nameof(Values), dimension.Values);
}

internal sealed class GroupDefinition
{
    public GroupDefinitionType? Type { get; set; }

    public string? Key { get; set; }

    internal static void Write(Utf8JsonWriter to, GroupDefinition group) => to.Add(nameof(Type), group.Type?.Value)
        .Add(nameof(Key), group.Key);
}

internal sealed class ResultByTime
{
    public DateInterval? TimePeriod { get; set; }

    public List<Group>? Groups { get; set; }

    internal static ResultByTime Read(JsonElement from) => new()
    {
        TimePeriod = from.Optional(nameof(TimePeriod), DateInterval.Read),
        Groups = from.Members(nameof(Groups), Group.Read),
    };
}

internal sealed class Group
{
    /// <summary>A value for each dimension that was grouped by, in that order.</summary>
    public List<string>? Keys { get; set; }

    public Dictionary<string, MetricValue>? Metrics { get; set; }

    internal static Group Read(JsonElement from) => new()
    {
        Keys = from.Texts(nameof(Keys)),
        Metrics = from.Optional(nameof(Metrics), MetricValue.Map),
    };
}

internal sealed class MetricValue
{
    public decimal? Amount { get; set; }

    public string? Unit { get; set; }

    internal static MetricValue Read(JsonElement from) => new()
    {
        Amount = from.OptionalDecimal(nameof(Amount)),
        Unit = from.OptionalText(nameof(Unit)),
    };

    internal static Dictionary<string, MetricValue> Map(JsonElement from) =>
        from.EnumerateObject().ToDictionary(metric => metric.Name, metric => Read(metric.Value));
}

namespace KillSwitch.Core.Denies;

/// <summary>
/// Denies all spending of which no invocation record tells the caller, the mantle endpoint apart, and leaves the calls that are logged.
/// </summary>
public static class UnmeteredDeny
{
    /// <summary>One managed policy; shorter than <see cref="DenyDocument.MaximumLength"/>.</summary>
    public static string Document() => DenyDocument.Write(
    [
        new("SpendUnmetered", [.. UnmeteredRoad.All.Where(road => road.Resources is ["*"]).SelectMany(road => road.Actions)],
            DenyStatement.EveryResource),
        .. UnmeteredRoad.All.Where(road => road.Resources is not ["*"])
            .Select(road => new DenyStatement("SpendUnmeteredOnTheseModels", road.Actions, road.Resources)),
    ]);
}

using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>Short ways to say that Bedrock served somebody in spite of a stop.</summary>
internal static class Served
{
    private static int _number;

    /// <summary>Calls of new ids within the second before a moment.</summary>
    public static Leak Twice(Stop stop, DateTimeOffset at, string by = "role/agent") =>
        new(stop, by, [Call(at.AddSeconds(-1), by), Call(at, by)]);

    public static Leak Once(Stop stop, DateTimeOffset at, string by = "role/agent", string? id = null) => new(stop, by, [Call(at, by, id)]);

    private static ServedCall Call(DateTimeOffset at, string by, string? id = null) =>
        new(id ?? $"request-{Interlocked.Increment(ref _number)}", at.AddSeconds(-4), at, by, "arn:aws:iam::111122223333:" + by);
}

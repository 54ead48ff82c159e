using System.Text.Json;
using KillSwitch.Core.Stops;

namespace KillSwitch.Aws.Stops;

/// <summary>
/// The cause of a stop by hand as it is kept: in the form of a rule's, of a rule that cannot be, with nothing counted, so that every
/// version reads it.
/// </summary>
internal static class ByHandJson
{
    private const string Head = "stopped by ";
    private const string Middle = ": ";

    private static readonly string[] Zeros =
    [
        "limit", "measured", "calls", "input", "output", "cacheRead", "cacheWrite", "cacheWrite1h", "usd", "inFlight", "ratePerSecond",
        "horizonTicks",
    ];

    /// <summary>The member <c>evidence</c>.</summary>
    public static void WriteEvidence(Utf8JsonWriter json, Stop stop, StopCause.ByPerson cause)
    {
        json.WriteStartObject("evidence");
        json.WriteString("subject", Head + cause.Who + Middle + cause.Reason);
        json.WriteString("unit", "");
        foreach (var zero in Zeros)
            json.WriteNumber(zero, 0);
        StopJson.Write(json, "window", stop.Second);
        json.WriteString("lastRecord", stop.At);
        json.WriteNumber("unattributed", 0);
        json.WriteEndObject();
    }

    /// <summary>Null where a rule made the stop. What nobody can have written so is still a stop, and no less in force.</summary>
    /// <param name="json">The stop.</param>
    public static StopCause.ByPerson? TryRead(JsonElement json)
    {
        var subject = StopJson.Text(json.GetProperty("evidence"), "subject");
        var (from, end) = (Head.Length, subject.IndexOf(Middle, StringComparison.Ordinal));
        var cause = subject.StartsWith(Head, StringComparison.Ordinal) && end >= from
            ? new StopCause.ByPerson(subject[from..end], subject[(end + Middle.Length)..])
            : new StopCause.ByPerson("somebody", subject);
        return StopJson.Text(json.GetProperty("trip"), "rule") == cause.RuleText ? cause : null;
    }
}

using System.Text;
using System.Text.Json;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Cli.Watching;

/// <summary>A snapshot as programs read it, on one line: the names are a contract.</summary>
internal static class SnapshotJson
{
    public static string Line(Snapshot snapshot)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            WriteMembers(json, snapshot);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void WriteMembers(Utf8JsonWriter json, Snapshot snapshot)
    {
        var (place, status, spending) = (snapshot.Place, snapshot.Status, snapshot.Spending);
        json.WriteString("at", TimeText.Iso(snapshot.At));
        json.WriteString("stack", place.Stack);
        json.WriteString("region", place.Region);
        json.WriteString("account", place.Account);
        if (status.Policy is { } policy)
            json.WriteNumber("policyVersion", policy.Number);
        else
            json.WriteNull("policyVersion");
        json.WriteString("mode", status.Mode == PolicyMode.Observe ? "observe" : "enforce");
        json.WriteBoolean("healthy", status.Problems.Count == 0);
        json.WriteStartArray("problems");
        foreach (var problem in status.Problems)
            json.WriteStringValue(problem);
        json.WriteEndArray();

        json.WriteStartObject("spend");
        json.WriteNumber("hourUsd", Money(spending.Hour));
        json.WriteNumber("dayUsd", Money(spending.Day));
        spending.Burning.WriteMembers(json);
        json.WriteStartArray("lastHoursUsd");
        foreach (var usd in spending.LastHours)
            json.WriteNumberValue(Money(usd));
        json.WriteEndArray();
        json.WriteEndObject();

        json.WriteString("by", snapshot.By.Name);
        json.WriteString("from", TimeText.Iso(snapshot.Top.Window.From));
        json.WriteString("to", TimeText.Iso(snapshot.Top.Window.Until));
        json.WriteStartArray("top");
        foreach (var row in snapshot.Top.Rows.Take(WatchRow.Most))
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            UsageJson.WriteMembers(json, row.Usage);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("closeToLimit");
        foreach (var counter in snapshot.Closest)
            Write(json, counter);
        json.WriteEndArray();
        json.WriteStartArray("stops");
        foreach (var stop in status.Stops)
        {
            json.WriteStartObject();
            StopReport.WriteMembers(json, stop);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Projection counter)
    {
        var reading = counter.Reading;
        json.WriteStartObject();
        json.WriteString("rule", reading.Rule.Id);
        json.WriteString("subject", reading.Subject);
        json.WriteString("unit", UnitText.Of(reading.Unit));
        json.WriteNumber("measured", reading.Measured);
        json.WriteNumber("limit", reading.Limit);
        json.WriteNumber("share", Math.Round(reading.Share, 4));
        json.WriteNumber("perHour", Math.Round(counter.PerHour, 4));
        json.WriteString("pace", counter.IsMean ? "window" : "lastMinutes");
        json.WriteString("reachesLimitAt", counter.ReachesAt is { } at ? TimeText.Iso(at) : null);
        json.WriteString("from", TimeText.Iso(reading.Window.From));
        json.WriteString("until", TimeText.Iso(reading.Window.Until));
        json.WriteEndObject();
    }

    private static decimal Money(decimal usd) => Math.Round(usd, 6, MidpointRounding.AwayFromZero);
}

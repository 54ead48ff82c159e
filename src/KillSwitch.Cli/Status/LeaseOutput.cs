using System.Globalization;
using System.Text.Json;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Leases;
using KillSwitch.Core.Wording;

namespace KillSwitch.Cli.Status;

/// <summary>Who may spend only while the guard is alive, and until when.</summary>
internal static class LeaseOutput
{
    /// <summary>Null where the lease is as it should be.</summary>
    public static string? Problem(LeaseTerms terms, Lease? lease, DateTimeOffset now)
    {
        var why = lease?.Withheld is { } withheld ? $": {withheld}" : "";
        if (lease is null || lease.IsLapsed(now))
        {
            return $"the lease has lapsed{(lease?.HoldsUntil is { } until ? $", since {TimeText.Minute(until)} UTC" : "")}, and "
                + $"{string.Join(", ", terms.Principals)} may not spend until the guard is well{why}";
        }

        return lease.Withheld is null ? null : $"the lease is not renewed, since {TimeText.Minute(lease.WithheldSince ?? now)} UTC{why}";
    }

    public static string Sentence(LeaseTerms terms, Lease? lease, DateTimeOffset now)
    {
        var state = lease switch
        {
            null => "lapsed",
            _ when lease.IsLapsed(now) => "lapsed",
            { HasBegun: false } => "not begun: it begins when the guard is well for the first time",
            _ => $"renewed at {TimeText.Minute(lease.RenewedAt ?? now)}, holds until {TimeText.Minute(lease.HoldsUntil ?? now)} UTC",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Lease of {Counted.Of((long)terms.Length.TotalMinutes, "minute")} for {string.Join(", ", terms.Principals)}: {state}");
    }

    /// <summary>The member <c>lease</c>: null where nobody is leased.</summary>
    public static void Write(Utf8JsonWriter json, LeaseTerms? terms, Lease? lease, DateTimeOffset now)
    {
        if (terms is null)
        {
            json.WriteNull("lease");
            return;
        }

        var isLapsed = lease is null || lease.IsLapsed(now);
        json.WriteStartObject("lease");
        json.WriteNumber("minutes", (int)terms.Length.TotalMinutes);
        json.WriteStartArray("principals");
        foreach (var principal in terms.Principals)
            json.WriteStringValue(principal);
        json.WriteEndArray();
        json.WriteBoolean("lapsed", isLapsed);
        Write("renewedAt", lease?.RenewedAt);
        Write("holdsUntil", lease?.HasBegun == true ? lease.HoldsUntil : null);
        Write("lapsedSince", isLapsed ? lease?.HoldsUntil : null);
        json.WriteString("withheld", lease?.Withheld);
        json.WriteEndObject();

        void Write(string name, DateTimeOffset? time) => json.WriteString(name, time is { } some ? TimeText.Iso(some) : null);
    }
}

using System.Globalization;
using System.Text.Json;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Session;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Status;

/// <summary>How fast the account spends, in the same words and members wherever it is told.</summary>
/// <param name="Rate">Of the last minutes that were counted.</param>
/// <param name="Now">When it was read.</param>
internal sealed record Burning(LastMinutes Rate, DateTimeOffset Now)
{
    private static readonly TimeSpan WorthTelling = TimeSpan.FromMinutes(1);

    /// <summary>Null where the records come too late to say it.</summary>
    public decimal? UsdPerHour => Rate.IsKnown(Now) ? Rate.UsdPerHour : null;

    public static async Task<Burning> ReadAsync(
        GuardSession session, IReadOnlyList<Heartbeat> parts, WindowCalendar calendar, DateTimeOffset now, CancellationToken cancellation)
    {
        var until = Until(parts, now);
        var scope = ScopeText.Shape(session.Guard.Place.Account, [Dimension.Account], "");
        var minutes = LastMinutes.Counters(scope, second => calendar.Containing(WindowUnit.Hour, second), until);
        return new Burning(LastMinutes.Of([.. await session.Guard.Ledger.ReadAsync([.. minutes], cancellation)], until), now);
    }

    /// <summary>The end of what was counted, by the meters' signs of life.</summary>
    public static DateTimeOffset Until(IEnumerable<Heartbeat> parts, DateTimeOffset now) => LastMinutes.Counted(
        parts.Where(part => part.Part.StartsWith("meter/", StringComparison.Ordinal)).Select(part => (part.At, part.DataLag)), now);

    /// <summary><c>burning $134.00/h over the last 5 min</c></summary>
    public Line Line()
    {
        var late = Now - Rate.Until;
        if (UsdPerHour is not { } perHour)
            return Layout.Line.Of($"burning: not known, as records come {Brief.Span(late)} late", Ink.Warning);
        var (span, until) = ($" over the last {LastMinutes.Count} min", late < WorthTelling
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" to {Rate.Until.UtcDateTime:HH:mm}: records come {Brief.Span(late)} late"));
        return Layout.Line.Of(new Piece("burning "), new Piece($"{new Usd(perHour)}/h", Ink.Strong), new Piece(span + until, Ink.Faint));
    }

    /// <summary>The members of an object that is open.</summary>
    public void WriteMembers(Utf8JsonWriter json)
    {
        if (UsdPerHour is { } perHour)
            json.WriteNumber("usdPerHour", Math.Round(perHour, 6, MidpointRounding.AwayFromZero));
        else
            json.WriteNull("usdPerHour");
        json.WriteNumber("measuredOverSeconds", (long)Rate.Over.TotalSeconds);
        json.WriteString("measuredUntil", TimeText.Iso(Rate.Until));
    }

    /// <summary>The member <c>spend</c>; null where the past alone is told.</summary>
    public static void Write(Utf8JsonWriter json, Burning? burning)
    {
        if (burning is null)
        {
            json.WriteNull("spend");
            return;
        }

        json.WriteStartObject("spend");
        burning.WriteMembers(json);
        json.WriteEndObject();
    }
}

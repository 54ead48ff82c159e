using System.Text.Json;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;

namespace KillSwitch.Cli.Status;

/// <summary>When the switch was thrown last in a region, what came of it, and what of that the brake goes by.</summary>
/// <param name="Region">Where.</param>
/// <param name="Drill">Null where there was none.</param>
/// <param name="Now">When it was read.</param>
internal sealed record LastDrill(string Region, DrillFindings? Drill, DateTimeOffset Now)
{
    /// <summary>As the brake there has it.</summary>
    public GuardTiming Timing => DrillTiming.Of(Drill, Now);

    /// <summary>Of every region in which somebody listens, home first.</summary>
    public static IReadOnlyList<LastDrill> Of(IEnumerable<string> heard, IReadOnlyList<DrillFindings> drills, DateTimeOffset now) =>
        [.. heard.Select(region => new LastDrill(region, drills.FirstOrDefault(drill => drill.Region == region), now))];

    /// <summary><c>last drill: 12 days ago, deny in 4.1 s; …</c></summary>
    /// <param name="isAlone">Whether it is the one region.</param>
    public string Sentence(bool isAlone)
    {
        var what = isAlone ? "last drill" : $"last drill in {Region}";
        if (Drill is null)
            return $"{what}: none, {Timing.Clause}; `killswitch drill` throws the switch for a few cents";
        var refuted = Drill.Refuted.Select(check => check.Id).ToList();
        return $"{what}: {Ago()}, {DrillWords.DenyIn(Drill)}"
            + (refuted.Count > 0 ? $", refuted: {string.Join(", ", refuted)}" : "")
            + $"; {Timing.Clause}";
    }

    /// <summary>The member <c>drills</c>: one for each region in which somebody listens.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<LastDrill> drills)
    {
        json.WriteStartArray("drills");
        foreach (var one in drills)
        {
            json.WriteStartObject();
            json.WriteString("region", one.Region);
            if (one.Drill is { } drill)
            {
                json.WriteStartObject("last");
                DrillFindingsJson.WriteMembers(json, drill);
                Seconds("denySeconds", drill.Delays.Deny);
                json.WriteEndObject();
            }
            else
            {
                json.WriteNull("last");
            }

            json.WriteStartObject("brake");
            Seconds("enforcementLagSeconds", one.Timing.EnforcementLag);
            json.WriteBoolean("enforcementLagMeasured", one.Timing.IsEnforcementLagMeasured);
            json.WriteString("stamp", DrillFindingsJson.Word(one.Timing.Stamp));
            json.WriteString("drilledAt", one.Timing.DrilledAt is { } at ? TimeText.Iso(at) : null);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Seconds(string name, TimeSpan? took)
        {
            if (took is { } known)
                json.WriteNumber(name, (decimal)known.Ticks / TimeSpan.TicksPerSecond);
            else
                json.WriteNull(name);
        }
    }

    private string Ago()
    {
        var ago = Now - Drill!.EndedAt;
        return ago < TimeSpan.FromSeconds(2) ? "just now" : Brief.Span(ago) + " ago";
    }
}

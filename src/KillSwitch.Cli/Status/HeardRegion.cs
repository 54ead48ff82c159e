using System.Text.Json;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Deployments;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Status;

/// <summary>A region whose invocation logs are taken in.</summary>
/// <param name="IsHome">Whether the guard lives there; else a sensor does.</param>
/// <param name="Meter">The last sign of life of its meter; null before its first batch.</param>
internal sealed record HeardRegion(string Region, bool IsHome, Heartbeat? Meter)
{
    /// <summary>Home first.</summary>
    public static IReadOnlyList<HeardRegion> Of(Deployment place, IReadOnlyList<Heartbeat> parts) =>
        [.. place.Heard.Select(region => new HeardRegion(
            region, region == place.Region, parts.FirstOrDefault(part => part.Part == "meter/" + region)))];

    /// <summary><c>hears us-east-1 (home), us-west-2 (no record counted yet) and no other region</c></summary>
    public static string Sentence(IReadOnlyList<HeardRegion> heard) =>
        $"hears {string.Join(", ", heard.Select(one => one.Named))} and no other region";

    /// <summary>The member <c>regions</c>.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<HeardRegion> heard)
    {
        json.WriteStartArray("regions");
        foreach (var one in heard)
        {
            json.WriteStartObject();
            json.WriteString("region", one.Region);
            json.WriteString("role", one.IsHome ? "home" : "sensor");
            json.WriteString("countedAt", one.Meter is { } meter ? TimeText.Iso(meter.At) : null);
            json.WriteString("newestRecord", one.Meter?.NewestRecord is { } newest ? TimeText.Iso(newest) : null);
            if (one.Meter?.DataLag is { } lag)
                json.WriteNumber("dataLagSeconds", Math.Round((decimal)lag.Ticks / TimeSpan.TicksPerSecond, 3));
            else
                json.WriteNull("dataLagSeconds");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // When a meter counted last stands among the parts of the guard.
    private string Named => (IsHome, Meter) switch
    {
        (true, null) => $"{Region} (home; no record counted yet)",
        (true, _) => $"{Region} (home)",
        (false, null) => $"{Region} (no record counted yet)",
        (false, _) => Region,
    };
}

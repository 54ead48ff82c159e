using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using KillSwitch.Cli.Status;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Tests.Status;

public class HeardRegionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 3, 10, 30, 0, TimeSpan.Zero);
    private static readonly Heartbeat[] Parts =
    [
        new("meter/eu-central-1", Now.AddMinutes(-3), Now.AddMinutes(-4), TimeSpan.FromSeconds(12.3456)),
        // A sensor that was removed.
        new("meter/us-east-2", Now.AddDays(-3)),
        new("meter/us-east-1", Now, Now.AddSeconds(-2), TimeSpan.FromSeconds(2)),
        new("watch", Now),
    ];

    [Fact]
    public void Home_comes_first_then_every_sensor_and_what_has_counted_nothing_yet_says_so()
    {
        Sentence(["us-west-2", "eu-central-1"], Parts)
            .ShouldBe("hears us-east-1 (home), us-west-2 (no record counted yet), eu-central-1 and no other region");
        Sentence([], []).ShouldBe("hears us-east-1 (home; no record counted yet) and no other region");
    }

    [Fact]
    public void Programs_read_of_each_region_when_a_record_was_counted_last_and_how_late() =>
        Json(["us-west-2", "eu-central-1"], Parts).ShouldBe("""
            {"regions":[
            {"region":"us-east-1","role":"home","countedAt":"2026-11-03T10:30:00Z","newestRecord":"2026-11-03T10:29:58Z","dataLagSeconds":2},
            {"region":"us-west-2","role":"sensor","countedAt":null,"newestRecord":null,"dataLagSeconds":null},
            {"region":"eu-central-1","role":"sensor","countedAt":"2026-11-03T10:27:00Z","newestRecord":"2026-11-03T10:26:00Z","dataLagSeconds":12.346}
            ]}
            """.ReplaceLineEndings(""));

    private static string Sentence(string[] sensors, Heartbeat[] parts) => HeardRegion.Sentence(HeardRegion.Of(Place(sensors), parts));

    private static Deployment Place(string[] sensors) => new("KillSwitch", "us-east-1", "table", "topic")
    {
        Denies = ImmutableDictionary<PreparedDeny, string>.Empty,
        Sensors = sensors,
    };

    private static string Json(string[] sensors, Heartbeat[] parts)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            HeardRegion.Write(json, HeardRegion.Of(Place(sensors), parts));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}

using System.Text;
using System.Text.Json;
using KillSwitch.Cli.Status;
using KillSwitch.Core.Drills;

namespace KillSwitch.Cli.Tests.Status;

public class LastDrillTests
{
    private static readonly DateTimeOffset Ended = new(2026, 11, 20, 9, 14, 3, TimeSpan.Zero);

    private static readonly DrillFindings Drill = new()
    {
        Id = "drill-a",
        StartedAt = Ended.AddMinutes(-4),
        EndedAt = Ended,
        Account = "123456789012",
        Region = "us-east-1",
        GuardVersion = "c2hhMjU2",
        By = "arn:aws:iam::123456789012:role/operator",
        Model = "amazon.nova-micro-v1:0",
        SpentUsd = 0.0123m,
        Checks =
        [
            new("record-once", "a call has one record", DrillVerdict.Refuted, "a stream had two"),
            new("record-fields", "a record names its tokens", DrillVerdict.Seen, "it does"),
        ],
        Delays = new DrillDelays { Attached = TimeSpan.FromSeconds(0.4), Refused = TimeSpan.FromSeconds(3.7) },
        Stamp = RecordStamp.Start,
    };

    [Fact]
    public void The_last_drill_says_when_it_was_how_soon_it_denied_and_what_the_brake_has_of_it()
    {
        One(Drill with { Checks = [] }, 12).Sentence(isAlone: true).ShouldBe(
            "last drill: 12 days ago, deny in 4.1 s; the brake goes by it: a deny in 4.1 s, records that bear the start of their call");
        One(Drill, 12).Sentence(isAlone: false)
            .ShouldStartWith("last drill in us-east-1: 12 days ago, deny in 4.1 s, refuted: record-once; the brake goes by it");
    }

    [Fact]
    public void That_there_was_none_is_said_with_what_shows_it() => One(null, 12).Sentence(isAlone: true).ShouldBe(
        "last drill: none, the brake guesses a deny in 10 s; `killswitch drill` throws the switch for a few cents");

    [Fact]
    public void What_is_too_old_is_not_gone_by() => One(Drill, 91).Sentence(isAlone: true)
        .ShouldBe("last drill: 91 days ago, deny in 4.1 s, refuted: record-once; the brake guesses a deny in 10 s");

    [Fact]
    public void Every_region_in_which_somebody_listens_has_one_home_first()
    {
        var drills = LastDrill.Of(["us-west-2", "us-east-1"], [Drill, Drill with { Region = "eu-west-1" }], Ended);

        drills.Select(one => (one.Region, one.Drill?.Id)).ShouldBe([("us-west-2", null), ("us-east-1", "drill-a")]);
    }

    [Fact]
    public void Programs_read_the_whole_of_it_and_what_the_brake_goes_by()
    {
        var json = Json(One(Drill, 12), new LastDrill("eu-west-1", null, Ended));

        var (here, there) = (json[0], json[1]);
        here.GetProperty("region").GetString().ShouldBe("us-east-1");
        here.GetProperty("last").GetProperty("denySeconds").GetDecimal().ShouldBe(4.1m);
        DrillFindingsJson.Read(here.GetProperty("last")).Id.ShouldBe("drill-a");
        here.GetProperty("brake").GetRawText().ShouldBe(
            """{"enforcementLagSeconds":4.1,"enforcementLagMeasured":true,"stamp":"start","drilledAt":"2026-11-20T09:14:03Z"}""");
        there.GetRawText().ShouldBe("""
            {"region":"eu-west-1","last":null,"brake":{"enforcementLagSeconds":10,"enforcementLagMeasured":false,"stamp":"unknown","drilledAt":null}}
            """);
    }

    private static LastDrill One(DrillFindings? drill, int days) => new("us-east-1", drill, Ended.AddDays(days));

    private static JsonElement Json(params LastDrill[] drills)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            LastDrill.Write(json, drills);
            json.WriteEndObject();
        }

        return JsonDocument.Parse(Encoding.UTF8.GetString(bytes.ToArray())).RootElement.GetProperty("drills");
    }
}

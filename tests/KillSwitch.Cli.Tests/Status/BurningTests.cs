using System.Text;
using System.Text.Json;
using KillSwitch.Cli.Status;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Tests.Status;

public class BurningTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 30, 59, TimeSpan.Zero);

    [Fact]
    public void Text_and_json_tell_one_rate()
    {
        var burning = Of(11.20m, Now);

        burning.Line().Text.ShouldBe("burning $134.40/h over the last 5 min");
        Json(burning).ShouldBe("""{"spend":{"usdPerHour":134.40,"measuredOverSeconds":300,"measuredUntil":"2026-03-02T10:30:59Z"}}""");
        Json(null).ShouldBe("""{"spend":null}""");
    }

    [Fact]
    public void Minutes_that_end_a_while_ago_say_when_and_why() => Of(11.20m, Now.AddSeconds(-80)).Line().Text
        .ShouldBe("burning $134.40/h over the last 5 min to 10:29: records come 80 s late");

    [Fact]
    public void Records_that_come_too_late_are_no_silence()
    {
        var burning = Of(0, Now.AddMinutes(-10));

        burning.Line().Text.ShouldBe("burning: not known, as records come 10 min late");
        Json(burning).ShouldContain("\"usdPerHour\":null");
        Of(0, Now).Line().Text.ShouldBe("burning $0.00/h over the last 5 min");
    }

    [Fact]
    public void The_meters_say_until_when_records_were_counted() => Burning.Until(
        [
            new Heartbeat("watch", Now) { FailedAt = null },
            new Heartbeat("meter/us-east-1", Now.AddSeconds(-10), DataLag: TimeSpan.FromSeconds(40)),
            new Heartbeat("meter/eu-central-1", Now.AddHours(-1), DataLag: TimeSpan.FromMinutes(30)),
        ], Now).ShouldBe(Now.AddSeconds(-40));

    private static Burning Of(decimal usd, DateTimeOffset until) =>
        new(new LastMinutes(new Usage(usd == 0 ? 0 : 1, default, new Usd(usd)), TimeSpan.FromMinutes(5), until), Now);

    private static string Json(Burning? burning)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            Burning.Write(json, burning);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}

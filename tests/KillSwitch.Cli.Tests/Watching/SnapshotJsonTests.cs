using System.Text.Json;
using KillSwitch.Cli.Watching;

namespace KillSwitch.Cli.Tests.Watching;

public class SnapshotJsonTests
{
    [Fact]
    public void A_refresh_is_one_object_on_one_line()
    {
        var line = SnapshotJson.Line(SampleGuard.Snapshot());

        line.ShouldNotContain('\n');
        var json = JsonDocument.Parse(line).RootElement;
        json.GetProperty("at").GetString().ShouldBe("2026-03-02T10:30:00Z");
        json.GetProperty("spend").GetProperty("usdPerHour").GetDecimal().ShouldBe(25);
        json.GetProperty("top")[0].GetProperty("name").GetString().ShouldBe(SampleGuard.LongName);
        json.GetProperty("closeToLimit")[0].GetProperty("reachesLimitAt").GetString().ShouldBe("2026-03-02T10:42:00Z");
        json.GetProperty("closeToLimit")[1].GetProperty("reachesLimitAt").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("stops").GetArrayLength().ShouldBe(2);
    }
}

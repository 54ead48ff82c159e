using System.Text.Json;
using System.Text.Json.Nodes;
using KillSwitch.Core.Drills;

namespace KillSwitch.Core.Tests.Drills;

public class DrillFindingsJsonTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        var drill = Drilled.Of();

        var read = Read(Written(drill));

        (read with { Checks = drill.Checks }).ShouldBe(drill);
        read.Checks.ShouldBe(drill.Checks);
    }

    [Fact]
    public void The_names_are_a_contract()
    {
        var json = Written(Drilled.Of());

        json.Select(member => member.Key).ShouldBe(
            [
                "id", "startedAt", "endedAt", "account", "region", "guardVersion", "by", "model", "spentUsd", "checks", "delays", "stamp",
            ]);
        json["checks"]![1]!.ToJsonString().ShouldBe(
            """{"id":"record-once","assumption":"a call has one record","verdict":"refuted","saw":"a stream had two"}""");
        json["delays"]!.ToJsonString().ShouldBe(
            """{"loggedSeconds":3.2,"meteredSeconds":1.75,"attachedSeconds":0.4,"refusedSeconds":3.7,"restoredSeconds":null}""");
        json["stamp"]!.GetValue<string>().ShouldBe("end");
    }

    [Fact]
    public void Members_of_a_later_version_are_passed_over_and_delays_may_be_missing()
    {
        var json = Written(Drilled.Of());
        json["new"] = "x";
        json["checks"]![0]!["new"] = 1;
        json["delays"] = new JsonObject { ["newSeconds"] = 3 };

        var drill = Read(json);

        drill.Checks.Count.ShouldBe(3);
        drill.Delays.ShouldBe(new DrillDelays());
    }

    [Theory]
    [InlineData("id", "3", "`id` is missing, or of another kind")]
    [InlineData("endedAt", "\"yesterday\"", "`endedAt` is no time")]
    [InlineData("spentUsd", "-1", "`spentUsd` is no amount")]
    [InlineData("stamp", "\"middle\"", "`middle` is not allowed for `stamp`; allowed: unknown, start, end")]
    [InlineData("stamp", "\"1\"", "`1` is not allowed for `stamp`; allowed: unknown, start, end")]
    [InlineData("delays", "[]", "`delays` is missing, or of another kind")]
    [InlineData("delays", """{"loggedSeconds":-1}""", "`loggedSeconds` is no number of seconds up to a day")]
    [InlineData("delays", """{"refusedSeconds":1e20}""", "`refusedSeconds` is no number of seconds up to a day")]
    [InlineData("checks", """[{"id":"a"}]""", "`assumption` is missing, or of another kind")]
    public void What_was_edited_is_said(string name, string value, string problem)
    {
        var json = Written(Drilled.Of());
        json[name] = JsonNode.Parse(value);

        Should.Throw<FormatException>(() => Read(json)).Message.ShouldBe(problem);
    }

    [Fact]
    public void What_is_no_object_is_said() =>
        Should.Throw<FormatException>(() => DrillFindingsJson.Read(JsonDocument.Parse("[]").RootElement));

    private static JsonObject Written(DrillFindings drill)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            DrillFindingsJson.Write(json, drill);
        return JsonNode.Parse(bytes.ToArray())!.AsObject();
    }

    private static DrillFindings Read(JsonObject json)
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        return DrillFindingsJson.Read(document.RootElement);
    }
}

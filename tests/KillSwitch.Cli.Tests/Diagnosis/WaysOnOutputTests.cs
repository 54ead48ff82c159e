using System.Text;
using System.Text.Json;
using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Cli.Diagnosis;
using KillSwitch.Core.Denies;
using KillSwitch.Core.OtherKeys;

namespace KillSwitch.Cli.Tests.Diagnosis;

public class WaysOnOutputTests
{
    private static readonly string[] Many = [.. Enumerable.Range(1, 300).Select(i => $"role/agent-{i:000}")];

    private static readonly WaysOn Found = new(
        [.. UnmeteredRoad.All.Take(3).Select(road => new OpenRoad(road, Many)), new OpenRoad(UnmeteredRoad.All[6], ["role/ci"])],
        [
            new KeyRing(["role/ci"],
                [new OtherKey(KeyWay.Pass, "lambda.amazonaws.com", KeyCap.NoCap, true, ["role/batch", "role/ci"]),
                new OtherKey(KeyWay.TakeOver, "lambda:UpdateFunctionCode", KeyCap.OwnCap, false, ["role/batch"])]),
            .. Enumerable.Range(0, 20)
                .Select(i => new KeyRing(
                [$"role/dev-{i:00}"],
                [.. Enumerable.Range(0, 7).Select(_ => new OtherKey(KeyWay.Assume, null, KeyCap.OwnCap, true, Many))])),
        ]);

    [Fact]
    public void It_is_short_for_hundreds_of_roles_and_fits_80_columns()
    {
        var lines = WaysOnOutput.Lines(Found, 80).Select(line => line.ToString()!).ToList();

        lines.Count.ShouldBeLessThan(80);
        lines.ShouldAllBe(line => line.Length <= 80);
        var text = string.Join('\n', lines);
        text.ShouldContain(
            "  - batch and evaluation jobs, provisioned throughput, customized models:\n    role/agent-001, role/agent-002, "
            + "role/agent-003 and 297 more");
        text.ShouldContain("  - agents and flows: role/ci");
        string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            .ShouldContain("- role/ci no cap: passes role/batch to lambda.amazonaws.com a second allowance: may be: changes what runs as "
                + "role/batch, if something does (lambda:UpdateFunctionCode)");
        text.ShouldContain("      and 3 more ways");
        text.ShouldContain("  and 15 more principals; `--output json` has them all");
    }

    [Fact]
    public void Where_nobody_can_it_says_so() =>
        string.Join('\n', WaysOnOutput.Lines(new WaysOn([], []), 80)).ShouldEndWith("  nobody under a cap can");

    [Fact]
    public void As_JSON_it_has_everything()
    {
        using var json = Json(Found);

        var roads = json.RootElement.GetProperty("openRoads");
        roads.EnumerateArray().Select(road => road.GetProperty("road").GetString())
            .ShouldBe(["jobs", "throughput", "customization", "agents"]);
        roads[0].GetProperty("principals").GetArrayLength().ShouldBe(300);
        var keys = json.RootElement.GetProperty("otherKeys");
        keys.GetArrayLength().ShouldBe(21);
        keys[0].GetRawText()
            .ShouldBe("""{"principals":["role/ci"],"ways":[{"way":"pass","by":"lambda.amazonaws.com","allowance":"noCap","certain":true,"targets":["role/batch","role/ci"]},{"way":"takeOver","by":"lambda:UpdateFunctionCode","allowance":"ownCap","certain":false,"targets":["role/batch"]}]}""");
    }

    [Fact]
    public void What_could_not_be_looked_at_is_no_empty_list()
    {
        using var json = Json(null);
        json.RootElement.GetRawText().ShouldBe("""{"openRoads":null,"otherKeys":null}""");
    }

    private static JsonDocument Json(WaysOn? found)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            WaysOnOutput.Write(json, found);
            json.WriteEndObject();
        }

        return JsonDocument.Parse(Encoding.UTF8.GetString(bytes.ToArray()));
    }
}

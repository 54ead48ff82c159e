using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>
/// The whole drill by the command line, against a stand-in for the runtime endpoint whose records the packaged meter takes in: it sees what
/// is so, says each difference in one row, spends less than its budget, and leaves nothing behind.
/// </summary>
public sealed class DrillStories(PreparedGuard guard) : IClassFixture<PreparedGuard>
{
    private const string Policy = """
        version: 1
        mode: observe
        rules:
          - { id: cap, per: principal, limit: { usd: 500 }, every: month, stop: principal }
        """;

    [Fact]
    public async Task The_switch_is_proved_and_nothing_of_it_is_left()
    {
        using var runtime = await StartAsync(RuntimeDifference.None);
        var report = Path.Combine(Directory.CreateTempSubdirectory("killswitch-drill-").FullName, "drill.html");

        var drill = await DrillAsync(runtime, "--report", report);

        var found = JsonDocument.Parse(drill.Output).RootElement;
        var rows = Rows(found);
        rows.Where(row => row.Verdict != "seen").ShouldBeEmpty($"{drill.Error}{string.Join('\n', runtime.Troubles)}");
        rows.Count.ShouldBe(30);
        drill.ExitCode.ShouldBe(0);
        found.GetProperty("stamp").GetString().ShouldBe("start");
        found.GetProperty("spentUsd").GetDecimal().ShouldBe(runtime.Charged);
        (await File.ReadAllTextAsync(report)).ShouldContain("deny-holds");
        await NothingIsLeftAsync(runtime);
        (await guard.CliAsync("policy", "show")).Succeeded().ShouldContain("mode: observe");
    }

    [Fact]
    public async Task Each_difference_of_the_log_and_a_sibling_that_is_cut_is_said_in_one_row()
    {
        using var runtime = await StartAsync(RuntimeDifference.StampsAtTheEnd | RuntimeDifference.TwoRecordsAStream
            | RuntimeDifference.NoCacheCounts | RuntimeDifference.InnocentIsCut);

        var drill = await DrillAsync(runtime);

        var rows = Rows(JsonDocument.Parse(drill.Output).RootElement);
        rows.Where(row => row.Verdict == "refuted").Select(row => row.Id)
            .ShouldBe(["prompt-cache", "record-once", "record-stamp", "innocent-calls"], drill.Error);
        drill.ExitCode.ShouldBe(1);
        await NothingIsLeftAsync(runtime);
    }

    [Theory]
    [InlineData(nameof(RuntimeDifference.DenyThatDoesNotHold), "deny-holds", "calls were served in 10 s after the deny was on")]
    [InlineData(nameof(RuntimeDifference.NoRecords), "record-arrives", "has a record after 20 s")]
    public async Task What_does_not_hold_and_what_does_not_come_is_waited_for_and_said(string difference, string row, string said)
    {
        using var runtime = await StartAsync(Enum.Parse<RuntimeDifference>(difference));

        var drill = await DrillAsync(runtime, "--patience", "20s");

        var refuted = Rows(JsonDocument.Parse(drill.Output).RootElement).Where(one => one.Verdict == "refuted").ToList();
        refuted.ShouldHaveSingleItem().Id.ShouldBe(row, drill.Error);
        refuted[0].Saw.ShouldContain(said);
        await NothingIsLeftAsync(runtime);
    }

    [Fact]
    public async Task Without_a_person_who_agrees_nothing_is_made_and_what_was_left_is_found_and_removed()
    {
        using var runtime = await StartAsync(RuntimeDifference.None);
        await guard.IamAsync("CreateRole", ("RoleName", "killswitch-drill-abcdefgh-runaway"), ("Path", "/killswitch-drill/KillSwitch/"),
            ("AssumeRolePolicyDocument", """{"Version":"2012-10-17","Statement":[]}"""));

        var refused = await RunAsync(runtime, "drill");
        refused.ExitCode.ShouldBe(1);
        refused.Error.Trim().ShouldBe("killswitch: nothing was done; `--yes` agrees to the drill");
        refused.Output.Flat().ShouldContain("removes what an earlier drill left: the role killswitch-drill-abcdefgh-runaway");
        (await RunAsync(runtime, "drill", "--dry-run", "--output", "json")).Succeeded().ShouldContain("\"atMostUsd\"");
        (await RunAsync(runtime, "drill", "--in", "eu-west-3")).Error
            .ShouldContain("`eu-west-3` is not allowed for `--in`; allowed: us-east-1, whose records the guard takes in");
        (await RunAsync(runtime, "drill", "--model", "no.such-model")).Error.ShouldContain(
            "`no.such-model` is not allowed for `--model`; allowed: ");
        (await RunAsync(runtime, "drill", "--budget", "0")).ExitCode.ShouldBe(2);

        (await RunAsync(runtime, "drill", "--clean")).Succeeded().ShouldContain("removed the role killswitch-drill-abcdefgh-runaway");
        (await RunAsync(runtime, "drill", "--clean")).Succeeded().ShouldContain("Nothing is left of any drill.");
        runtime.Charged.ShouldBe(0);
    }

    private static List<(string Id, string Verdict, string Saw)> Rows(JsonElement found) =>
        [.. found.GetProperty("checks").EnumerateArray().Select(check => (
            check.GetProperty("id").GetString()!, check.GetProperty("verdict").GetString()!, check.GetProperty("saw").GetString()!))];

    private async Task<RuntimeStandIn> StartAsync(RuntimeDifference difference)
    {
        var runtime = new RuntimeStandIn(guard) { Difference = difference };
        await runtime.PrepareAsync();
        await guard.ApplyAsync(Policy, "--yes");
        return runtime;
    }

    private Task<Command> DrillAsync(RuntimeStandIn runtime, params string[] options) =>
        RunAsync(runtime, ["drill", "--yes", "--output", "json", .. options]);

    private Task<Command> RunAsync(RuntimeStandIn runtime, params string[] arguments) => guard.CliAsync(
        new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = runtime.Url.ToString().TrimEnd('/'),
            ["AWS_ENDPOINT_URL_BEDROCK_MANTLE"] = runtime.Url.ToString().TrimEnd('/'),
        }, arguments);

    private async Task NothingIsLeftAsync(RuntimeStandIn runtime)
    {
        (await guard.IamAsync("ListRoles", ("PathPrefix", "/killswitch-drill/"))).Descendants()
            .ShouldNotContain(element => element.Name.LocalName == "RoleName");
        (await guard.JsonAsync("status")).GetProperty("stops").GetArrayLength().ShouldBe(0);
        (await RunAsync(runtime, "drill", "--clean")).Succeeded().ShouldContain("Nothing is left of any drill.");
        runtime.Charged.ShouldBeLessThanOrEqualTo(0.05m);
    }
}

using System.Text.Json;

namespace KillSwitch.Cli.Tests.Verbs;

public class SimulateVerbTests
{
    [Fact]
    public async Task The_incident_costs_what_was_published_and_is_stopped_under_the_cap()
    {
        var run = await Run.Of("simulate", "incident", "--output", "json");

        run.ExitCode.ShouldBe(0);
        var json = JsonDocument.Parse(run.Output).RootElement;
        json.GetProperty("spend").GetProperty("withoutGuard").GetDecimal().ShouldBe(37901.73m);
        var stop = json.GetProperty("stops").EnumerateArray().Single(stop => stop.GetProperty("rule").GetString() == "agent-monthly-cap");
        stop.GetProperty("overshoot").GetDecimal().ShouldBe(0);
        stop.GetProperty("atEffect").GetDecimal().ShouldBeInRange(485, 500);
        json.GetProperty("alone").EnumerateArray().Select(rule => rule.GetProperty("id").GetString())
            .ShouldBe(["agent-monthly-cap", "opus-daily-calls", "uncached-per-workflow", "account-ceiling"]);
        json.GetProperty("alone").EnumerateArray().ShouldAllBe(rule => rule.GetProperty("stops").GetArrayLength() > 0);
    }

    [Fact]
    public async Task What_is_written_replays_to_the_same_cent()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write(
            "p.yaml", "version: 1\nrules:\n- { id: cap, match: { principal: role/agent-* }, per: principal, limit: { usd: 500 }, every: "
            + "month, stop: principal }\n");
        var simulated = await Run.Of("simulate", "incident", "--write", scratch["logs"], "--policy", policy, "--output", "json");

        var replayed = await Run.Of("replay", "--policy", policy, "--logs", scratch["logs"], "--output", "json");

        var (before, after) = (JsonDocument.Parse(simulated.Output).RootElement, JsonDocument.Parse(replayed.Output).RootElement);
        after.GetProperty("spend").GetProperty("withoutGuard").GetDecimal().ShouldBe(37901.73m);
        foreach (var name in new[] { "from", "to", "invocations", "refused", "duplicates", "skipped", "spend", "tokens", "stops" })
            after.GetProperty(name).GetRawText().ShouldBe(before.GetProperty(name).GetRawText());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Another_seed_is_another_incident_of_the_same_bill(int seed)
    {
        var json = JsonDocument.Parse(
            (await Run.Of("simulate", "incident", "--seed", seed.ToString(System.Globalization.CultureInfo.InvariantCulture), "--output",
            "json")).Output).RootElement;

        json.GetProperty("spend").GetProperty("withoutGuard").GetDecimal().ShouldBe(37901.73m);
        var stop = json.GetProperty("alone")[0].GetProperty("stops")[0];
        stop.GetProperty("overshoot").GetDecimal().ShouldBe(0);
        stop.GetProperty("atEffect").GetDecimal().ShouldBeInRange(485, 500);
    }

    [Fact]
    public async Task The_text_ends_with_what_it_would_have_cost_and_where_it_stopped()
    {
        using var scratch = new Scratch();
        var run = await Run.Of("simulate", "incident", "--report", scratch["incident.html"]);

        run.Output.TrimEnd().Split('\n')[^1].ShouldMatch(@"^would have cost \$37,901\.73, stopped at \$4\d\d\.\d\d\s*$");
        run.Output.ShouldContain("modelled");
        run.Error.ShouldBe($"The report lies in {scratch["incident.html"]}{Environment.NewLine}");
    }

    [Fact]
    public async Task The_fleets_runaway_is_stopped_and_most_are_not()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write(
            "p.yaml", "version: 1\nrules:\n- { id: cap, per: principal, limit: { usd: 400 }, every: day, stop: principal }\n");
        var run = await Run.Of("simulate", "fleet", "--principals", "20", "--days", "5", "--policy", policy);
        var runaway = run.Output[(run.Output.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(' ')[0];

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain($"principal {runaway} stopped");
    }

    [Fact]
    public async Task Bounds_of_a_fleet_are_told()
    {
        var run = await Run.Of("simulate", "fleet", "--principals", "1");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldBe($"killswitch: `1` is out of bounds for `--principals`; allowed is 2 to 10000{Environment.NewLine}");
    }
}

using System.Text.Json;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Cli.Tests.Verbs;

public class PolicyVerbTests
{
    [Fact]
    public async Task Init_writes_a_policy_that_is_valid_and_observes_and_the_schema_beside_it()
    {
        using var scratch = new Scratch();
        var run = await Run.Of("init", scratch["killswitch.yaml"]);

        run.ExitCode.ShouldBe(0);
        var text = await File.ReadAllTextAsync(scratch["killswitch.yaml"]);
        text.ShouldStartWith("# yaml-language-server: $schema=killswitch.schema.json");
        PolicyFileReader.Read(text).Policy.ShouldNotBeNull().Mode.ShouldBe(Core.Policies.PolicyMode.Observe);
        JsonDocument.Parse(await File.ReadAllTextAsync(scratch["killswitch.schema.json"])).RootElement.GetProperty("title").GetString()
            .ShouldNotBeNull().ShouldContain("policy");
        (await Run.Of("policy", "check", scratch["killswitch.yaml"])).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Init_overwrites_nothing_unless_forced()
    {
        using var scratch = new Scratch();
        var path = scratch.Write("killswitch.yaml", "mine");

        var refused = await Run.Of("init", path);

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("exists already, and nothing was written: `killswitch init ");
        refused.Error.ShouldContain("-2.yaml` writes beside it");
        (await File.ReadAllTextAsync(path)).ShouldBe("mine");
        (await Run.Of("init", path, "--force")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Check_lists_every_mistake_with_its_place_and_ends_with_two()
    {
        using var scratch = new Scratch();
        var path = scratch.Write("p.yaml", "version: 1\nmode: on\nrules: []\n");

        var run = await Run.Of("policy", "check", path);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ShouldBe([
            $"{path}:2:7: `on` is not a mode; allowed: enforce, observe",
            $"{path}:3:8: a list is not a list of rules; at least one is needed",
            $"killswitch: `{path}` has 2 mistakes",
        ]);
    }

    [Fact]
    public async Task Check_as_json_is_on_stdout_alone_good_or_bad()
    {
        var bad = await Run.WithInput("version: 2\nrules: []\n", "policy", "check", "-", "--output", "json");
        var good = await Run.WithInput("version: 1\nmode: observe\nrules:\n- { id: r, limit: { usd: 1 }, every: day, stop: account }\n",
            "policy", "check", "-", "--output", "json");

        (bad.ExitCode, bad.Error).ShouldBe((2, ""));
        JsonDocument.Parse(bad.Output).RootElement.GetProperty("problems").GetArrayLength().ShouldBe(2);
        var json = JsonDocument.Parse(good.Output).RootElement;
        json.GetProperty("valid").GetBoolean().ShouldBeTrue();
        json.GetProperty("warnings")[0].GetProperty("line").GetInt32().ShouldBe(2);
        json.GetProperty("rules")[0].GetProperty("summary").GetString().ShouldBe(
            "each account may spend $1.00 a day; then the whole account is stopped, early enough to stay under the limit, until a person "
                + "restores it");
    }

    [Fact]
    public async Task The_schema_is_printed() =>
        JsonDocument.Parse((await Run.Of("policy", "schema")).Output).RootElement.GetProperty("properties").TryGetProperty("rules", out _)
            .ShouldBeTrue();

    [Theory]
    [InlineData("opus", "`opus` matches no model: an id begins with its vendor, as `anthropic.`; did you mean `anthropic.claude-opus-")]
    [InlineData("anthropic.claude-opuss-4-6-v1", "matches no model that is known; did you mean `anthropic.claude-opus-4-6-v1:0`")]
    [InlineData("us.anthropic.claude-sonet-*", "matches no model that is known; did you mean `anthropic.claude-sonnet-")]
    [InlineData("anthropic.claude-opus-9-v1", null)]
    [InlineData("anthropic.claude-son*", null)]
    [InlineData("anthropic.claude-fable", null)]
    [InlineData("ai21.jamba-1-5-large-v1:0", null)]
    public async Task A_model_that_nobody_has_is_warned_of_with_the_nearest_names(string model, string? says)
    {
        using var scratch = new Scratch();
        var file = scratch.Write(
            "killswitch.yaml",
            $$"""
            version: 1
            rules:
              - { id: cap, match: { model: "{{model}}" }, per: model, limit: { calls: 5 }, every: day, stop: model }
            """);

        var run = await Run.Of("policy", "check", file);

        run.ExitCode.ShouldBe(0, run.Error);
        if (says is null)
            run.Error.ShouldNotContain("warning");
        else
            run.Error.ShouldContain(says);
    }
}

using System.Text.Json;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Cli.Tests.Verbs;

public sealed class PolicyTestVerbTests : IDisposable
{
    private const string Policy = "version: 1\nrules:\n- { id: cap, per: principal, limit: { usd: 5 }, every: day, stop: principal }\n";

    private const string Cases = """
        version: 1
        defaults: { principal: role/a, model: amazon.nova-micro-v1:0 }
        cases:
          - name: nobody is stopped for two dollars
            calls: { at: "09:00", usd: 2 }
            expect: { stopped: none }
          - name: six dollars are allowed
            calls: { at: "09:00", usd: 6 }
            expect: { stopped: none }

        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Examples =>
        [.. Directory.EnumerateFiles(Path.Combine(Page.Root, "docs", "examples"), "*.test.yaml").Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_passes(string name)
    {
        var run = await Run.Of("policy", "test", Path.Combine(Page.Root, "docs", "examples", name));

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_case_is_a_line_and_a_failure_says_what_was_found()
    {
        _scratch.Write("killswitch.yaml", Policy);
        var run = await Run.Of("policy", "test", _scratch.Write("k.test.yaml", Cases));

        run.ExitCode.ShouldBe(1, run.Error);
        run.Error.ShouldBeEmpty();
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        lines[0].ShouldBe("ok nobody is stopped for two dollars");
        lines[1].ShouldBe("FAIL six dollars are allowed");
        lines[2].ShouldStartWith("expected nothing else to be stopped; `role/a` was stopped by `cap` on day 1 09:00:20: ");
        lines[^1].ShouldBe("2 cases, 1 failed");
    }

    [Fact]
    public async Task A_policy_is_no_file_of_cases_and_the_other_way_round()
    {
        var policy = _scratch.Write("my.yaml", Policy);
        var cases = _scratch.Write("my.test.yaml", Cases);

        // No policy lies beside it that it could be for.
        (await Run.Of("policy", "test", policy)).ShouldBe(new Run(2, "",
            $"killswitch: `{policy}` is a policy, not a file of cases: `killswitch policy check {policy}` checks it, and "
            + $"`killswitch policy test CASES --policy {policy}` runs cases against it\n"));
        const string sentence = "1:1: this is a file of cases, not a policy: `killswitch policy test FILE` runs it\n";
        (await Run.Of("policy", "check", cases)).ShouldBe(new Run(2, "",
            $"{cases}:{sentence}killswitch: `{cases}` has 1 mistake\n"));
        (await Run.Of("policy", "test", cases, "--policy", cases)).ShouldBe(new Run(2, "",
            $"killswitch: `{cases}` is no policy:\n{cases}:{sentence}"));
    }

    [Fact]
    public async Task The_same_as_json()
    {
        _scratch.Write("killswitch.yaml", Policy);
        var run = await Run.Of("policy", "test", _scratch.Write("k.test.yaml", Cases), "--output", "json");

        run.ExitCode.ShouldBe(1, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        (json.GetProperty("passed").GetInt32(), json.GetProperty("failed").GetInt32()).ShouldBe((1, 1));
        var failed = json.GetProperty("cases")[1];
        failed.GetProperty("line").GetInt32().ShouldBe(7);
        failed.GetProperty("failures").GetArrayLength().ShouldBe(1);
        failed.GetProperty("stops")[0].GetProperty("rule").GetString().ShouldBe("cap");
        failed.GetProperty("notifications")[0].GetProperty("level").GetString().ShouldBe("breach");
    }

    [Fact]
    public async Task Another_policy_may_be_tried_by_the_same_cases()
    {
        var other = _scratch.Write("other.yaml", Policy.Replace("usd: 5", "usd: 50", StringComparison.Ordinal));

        (await Run.Of("policy", "test", _scratch.Write("k.test.yaml", Cases), "--policy", other)).ExitCode.ShouldBe(0);
        (await Run.WithInput(Cases, "policy", "test", "-", "--policy", other)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Mistakes_are_listed_with_their_places_and_end_with_two()
    {
        _scratch.Write("killswitch.yaml", Policy);
        var path = _scratch.Write("k.test.yaml", Cases.Replace("usd: 2", "usd: two", StringComparison.Ordinal)
            .Replace("usd: 6 }", "usd: 6, tines: 2 }", StringComparison.Ordinal));
        var run = await Run.Of("policy", "test", path);

        (run.ExitCode, run.Output).ShouldBe((2, ""));
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        lines[0].ShouldStartWith($"{path}:5:32: `two` is not a cost; ");
        lines[1].ShouldStartWith($"{path}:8:35: `tines` is not a key of a call; did you mean `times`? ");
        lines[2].ShouldBe($"killswitch: `{path}` has 2 mistakes");
    }

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("version: 1\nrules: []\n", "is no policy:")]
    public async Task A_policy_that_is_none_is_bad_input(string? policy, string says)
    {
        if (policy is not null)
            _scratch.Write("killswitch.yaml", policy);
        var run = await Run.Of("policy", "test", _scratch.Write("k.test.yaml", Cases));

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(says);
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace KillSwitch.Cli.Tests.Verbs;

public class ReplayVerbTests
{
    private const string Policy =
        "version: 1\nrules:\n- { id: cap, per: principal, limit: { usd: 10 }, every: day, stop: principal, brake: exact }\n";

    [Fact]
    public async Task The_json_has_the_names_of_the_contract()
    {
        using var scratch = new Scratch();
        var run = await Run.Of(
            "replay", "--policy", scratch.Write("p.yaml", Policy), "--logs", scratch.Write("a.jsonl", Records(60)), "--output", "json");

        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBeEmpty();
        var json = JsonDocument.Parse(run.Output).RootElement;
        Names(json).ShouldBe(
            ["mode", "from", "to", "invocations", "refused", "duplicates", "skipped", "uncounted", "unpriced", "spend", "tokens", "stops",
            "notifications"]);
        Names(json.GetProperty("spend")).ShouldBe(["withoutGuard", "withGuard", "saved"]);
        Names(json.GetProperty("tokens")).ShouldBe(["input", "cacheRead", "cacheWrite", "output"]);
        var stop = json.GetProperty("stops")[0];
        Names(stop).ShouldBe(
            [
                "rule", "target", "denied", "at", "effectiveAt", "restoredAt", "unit", "limit", "measured", "atEffect", "overshoot",
                "reason",
            ]);
        Names(stop.GetProperty("target")).ShouldBe(["kind", "name", "account"]);
        json.GetProperty("from").GetString().ShouldBe("2026-04-24T12:00:00Z");
        // A million input tokens a call, 5.50 dollars: the second reaches the limit, seen 20 s later, in effect 10 s after that.
        (stop.GetProperty("limit").GetDecimal(), stop.GetProperty("measured").GetDecimal()).ShouldBe((10m, 11m));
        stop.GetProperty("at").GetString().ShouldBe("2026-04-24T12:00:21Z");
        stop.GetProperty("effectiveAt").GetString().ShouldBe("2026-04-24T12:00:31Z");
        json.GetProperty("spend").GetProperty("withoutGuard").GetDecimal().ShouldBe(330m);
        json.GetProperty("spend").GetProperty("withGuard").GetDecimal().ShouldBe(31 * 5.5m);
        json.GetProperty("notifications")[0].GetProperty("level").GetString().ShouldBe("breach");
    }

    [Fact]
    public async Task A_limit_that_is_reached_and_only_told_is_not_said_to_be_kept()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write(
            "p.yaml", "version: 1\nrules: [{ id: told, per: principal, limit: { usd: 3 }, every: day, stop: none }]\n");

        var output = (await Run.Of("replay", "--policy", policy, "--logs", scratch.Write("a.jsonl", Records(10)))).Output;

        output.ShouldContain("Nothing was stopped.");
        output.ShouldContain("Told: told breach");
        output.ShouldNotContain("No limit");
    }

    [Fact]
    public async Task Own_prices_and_discounts_of_the_policy_are_what_is_counted()
    {
        using var scratch = new Scratch();
        var logs = scratch.Write("a.jsonl", Records(60));
        var policy = scratch.Write("p.yaml", Policy + "discounts: [{ match: { model: 'anthropic.*' }, percent: 20, source: EDP }]\n");
        var own = scratch.Write("own.yaml", Policy + "prices: [{ model: anthropic.claude-opus-4-6-v1, input: 2 }]\n");

        var json = JsonDocument.Parse((await Run.Of("replay", "--policy", policy, "--logs", logs, "--output", "json")).Output).RootElement;
        json.GetProperty("spend").GetProperty("withoutGuard").GetDecimal().ShouldBe(60 * 4.4m);
        json.GetProperty("listSpend").GetProperty("withoutGuard").GetDecimal().ShouldBe(330m);
        Names(json.GetProperty("listSpend")).ShouldBe(["withoutGuard", "withGuard", "saved"]);
        json.GetProperty("stops")[0].GetProperty("measured").GetDecimal().ShouldBe(13.2m);
        json.GetProperty("stops")[0].GetProperty("reason").GetString().ShouldNotBeNull().ShouldContain("$16.50 at list price");
        (await Run.Of("replay", "--policy", policy, "--logs", logs)).Output
            .ShouldContain("At list price, before your discounts: $330.00, and");

        json = JsonDocument.Parse((await Run.Of("replay", "--policy", own, "--logs", logs, "--output", "json")).Output).RootElement;
        json.GetProperty("spend").GetProperty("withoutGuard").GetDecimal().ShouldBe(60 * 2m);
        json.TryGetProperty("listSpend", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("exempt: ['arn:aws:iam::*:role/platform/agent']", "arn:aws:iam::*:role/platform/agent", 0)]
    [InlineData("exempt: ['role/platform/agent']", "role/platform/agent", 0)]
    [InlineData("exempt: ['arn:aws:sts::*:assumed-role/agent/*']", null, 0)]
    [InlineData("exempt: ['role/platform/other']", null, 1)]
    public async Task A_path_that_no_record_shows_counts_as_fulfilled_and_the_result_says_so(string exempt, string? assumed, int stops)
    {
        using var scratch = new Scratch();
        var (policy, logs) =
            (scratch.Write("p.yaml", Policy.Replace("rules:", exempt + "\nrules:", StringComparison.Ordinal)),
            scratch.Write("a.jsonl", Records(60)));
        var json = JsonDocument.Parse((await Run.Of("replay", "--policy", policy, "--logs", logs, "--output", "json")).Output).RootElement;

        json.GetProperty("stops").GetArrayLength().ShouldBe(stops);
        json.TryGetProperty("assumedPaths", out var paths).ShouldBe(assumed is not null);
        if (assumed is null)
            return;
        (paths[0].GetProperty("pattern").GetString(), paths[0].GetProperty("principals")[0].GetString()).ShouldBe((assumed, "role/agent"));
        (await Run.Of("replay", "--policy", policy, "--logs", logs)).Output.ShouldContain(
            $"The log shows no path: `{assumed}` is taken to name role/agent.");
    }

    [Theory]
    [InlineData("eu.anthropic.claude-*")]
    [InlineData("arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-opus-4-6")]
    [InlineData("anthropic.claude-opus-4-6-v1:0")]
    [InlineData("arn:aws:bedrock:*::foundation-model/anthropic.claude-opus-*")]
    public async Task A_rule_on_a_model_counts_it_by_its_id_and_by_its_profiles_arn_alike(string pattern)
    {
        using var scratch = new Scratch();
        var policy = scratch.Write(
            "p.yaml", $"version: 1\nrules:\n- {{ id: calls, match: {{ model: '{pattern}' }}, per: model, limit: {{ calls: 40 }}, every: "
            + $"day, stop: model, brake: exact }}\n");
        string[] ids =
            ["eu.anthropic.claude-opus-4-6-v1", "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-opus-4-6-v1"];
        var logs = scratch.Write("a.jsonl", string.Concat(ids.Select((id, n) => Records(30, from: 30 * n)
            .Replace("us.anthropic.claude-opus-4-6-v1", id, StringComparison.Ordinal)
                .Replace("\"us-east-1\"", "\"eu-west-1\"", StringComparison.Ordinal))));

        var json = JsonDocument.Parse((await Run.Of("replay", "--policy", policy, "--logs", logs, "--output", "json")).Output).RootElement;

        json.GetProperty("stops")[0].GetProperty("measured").GetDecimal().ShouldBe(40m);
    }

    [Fact]
    public async Task A_record_whose_time_has_yet_to_come_is_skipped_and_said()
    {
        using var scratch = new Scratch();
        var records = Records(2) + Records(1, from: 7).Replace("2026-04-24T", "2098-04-24T", StringComparison.Ordinal);
        var run = await Run.Of(
            "replay", "--policy", scratch.Write("p.yaml", Policy), "--logs", scratch.Write("a.jsonl", records), "--output", "json");

        var json = JsonDocument.Parse(run.Output).RootElement;
        (json.GetProperty("invocations").GetInt64(), json.GetProperty("skipped").GetInt64()).ShouldBe((2, 1));
        json.GetProperty("to").GetString().ShouldNotBeNull().ShouldStartWith("2026-04-24");
        run.Error.ShouldContain(": its time, 2098-04-24 12:0");
        run.Error.ShouldContain(" UTC, has yet to come");
    }

    [Fact]
    public async Task The_order_of_files_and_files_given_twice_change_nothing_but_the_duplicates()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write("p.yaml", Policy);
        var (a, b) = (scratch.Write("a.jsonl", Records(30)), scratch.Write("b.jsonl", Records(30, from: 30)));

        var forth = await Run.Of("replay", "--policy", policy, "--logs", a, b, "--output", "json");
        var back = await Run.Of("replay", "--policy", policy, "--logs", b, "--logs", a, "--output", "json");
        var twice = await Run.Of("replay", "--policy", policy, "--logs", b, a, b, "--output", "json");

        back.Output.ShouldBe(forth.Output);
        twice.Output.Replace("\"duplicates\": 30", "\"duplicates\": 0", StringComparison.Ordinal).ShouldBe(forth.Output);
    }

    [Fact]
    public async Task Damage_is_told_with_file_and_line_and_the_rest_is_counted()
    {
        using var scratch = new Scratch();
        var logs =
            scratch.Write("a.jsonl", Records(3) + "{ broken\n" + Records(1, from: 3).Replace("1000000", "-5", StringComparison.Ordinal));

        var run = await Run.Of("replay", "--policy", scratch.Write("p.yaml", Policy), "--logs", logs, "--output", "json");

        run.ExitCode.ShouldBe(0);
        var json = JsonDocument.Parse(run.Output).RootElement;
        (json.GetProperty("invocations").GetInt64(), json.GetProperty("skipped").GetInt64()).ShouldBe((3, 2));
        run.Error.Split('\n')[0].ShouldStartWith(logs + ":4: ");
        run.Error.Split('\n')[1].ShouldBe(logs + ":5: `inputTokenCount` is negative");
    }

    [Fact]
    public async Task Standard_input_and_gzip_are_read_alike()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write("p.yaml", Policy);
        using (var gzip = new GZipStream(File.Create(scratch["a.gz"]), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(Records(10)));

        var piped = await Run.WithInput(Records(10), "replay", "--policy", policy, "--logs", "-", "--output", "json");
        var zipped = await Run.Of("replay", "--policy", policy, "--logs", scratch["a.gz"], "--output", "json");

        piped.ExitCode.ShouldBe(0);
        piped.Output.ShouldBe(zipped.Output);
    }

    [Fact]
    public async Task Fail_on_stop_exits_with_one_and_without_a_stop_with_zero()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write("p.yaml", Policy);

        (await Run.Of(
            "replay", "--policy", policy, "--logs", scratch.Write("a.jsonl", Records(60)), "--fail-on-stop")).ExitCode.ShouldBe(1);
        (await Run.Of("replay", "--policy", policy, "--logs", scratch.Write("b.jsonl", Records(1)), "--fail-on-stop")).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a log")]
    [InlineData("[]")]
    [InlineData("{\"events\":[{\"message\":\"Permissions are correctly set for Amazon Bedrock logs.\"}]}")]
    public async Task A_gate_does_not_pass_on_nothing(string text)
    {
        using var scratch = new Scratch();

        var run = await Run.Of(
            "replay", "--policy", scratch.Write("policy.yaml", Policy), "--logs", scratch.Write("a.jsonl", text), "--fail-on-stop");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("no record could be read");
    }

    [Theory]
    [InlineData("claude-sonnet-4-5-20250929", 1.98, 0)]
    // No model's name: the dearest of all.
    [InlineData("claude-unheard-of", 0, 1)]
    public async Task A_call_of_a_profile_that_no_list_knows_costs_what_its_answer_says(string answered, double usd, int unpriced)
    {
        using var scratch = new Scratch();
        var record = $$$"""{"timestamp":"2026-10-06T07:55:04Z","accountId":"111122223333","region":"us-east-1","requestId":"r-1","operation":"InvokeModel","modelId":"arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6","input":{"inputTokenCount":100000},"output":{"outputTokenCount":100000,"outputBodyJson":{"type":"message","model":"{{{answered}}}"}},"schemaType":"ModelInvocationLog","schemaVersion":"1.0"}""";
        var (policy, logs) = (scratch.Write("policy.yaml", Policy), scratch.Write("a.jsonl", record));

        using var json = JsonDocument.Parse((await Run.Of("replay", "--policy", policy, "--logs", logs, "--output", "json")).Output);

        json.RootElement.GetProperty("unpriced").GetArrayLength().ShouldBe(unpriced);
        if (unpriced == 0)
            json.RootElement.GetProperty("spend").GetProperty("withoutGuard").GetDouble().ShouldBe(usd, 0.0001);
    }

    [Fact]
    public async Task A_served_call_without_any_count_is_said()
    {
        using var scratch = new Scratch();
        var record = """{"timestamp":"2026-10-06T07:55:04Z","accountId":"111122223333","region":"us-east-1","requestId":"r-1","operation":"InvokeModel","modelId":"us.meta.llama3-1-70b-instruct-v1:0","input":{},"output":{"outputBodyS3Path":"s3://b/k"},"schemaType":"ModelInvocationLog","schemaVersion":"1.0"}""";
        var (policy, logs) = (scratch.Write("policy.yaml", Policy), scratch.Write("a.jsonl", record));

        using var json = JsonDocument.Parse((await Run.Of("replay", "--policy", policy, "--logs", logs, "--output", "json")).Output);

        json.RootElement.GetProperty("uncounted").GetInt64().ShouldBe(1);
        (await Run.Of("replay", "--policy", policy, "--logs", logs)).Output.ShouldContain("1 served call names no token count");
    }

    [Fact]
    public async Task Text_says_what_it_would_have_saved()
    {
        using var scratch = new Scratch();
        var run = await Run.Of("replay", "--policy", scratch.Write("p.yaml", Policy), "--logs", scratch.Write("a.jsonl", Records(60)));

        run.Output.ShouldStartWith("$330.00 would have been spent, $170.50 with the guard: $159.50 saved");
        run.Output.ShouldContain("principal role/agent stopped at $170.50 of $10.00, $160.50 over");
    }

    [Theory]
    [InlineData("per: principal, stop: principal, deny: { model: 'anthropic.claude-opus-*' }", "",
        "principal role/agent lost anthropic.claude-opus-* at $170.50 of $10.00, $160.50 over")]
    [InlineData("per: account, stop: account, deny: { model: ['anthropic.claude-opus-*', 'anthropic.claude-fable-*'] }", "",
        "account 111122223333 lost anthropic.claude-opus-*, anthropic.claude-fable-* at $170.50 of $10.00, $160.50 over")]
    [InlineData("per: principal, stop: principal, deny: { model: 'anthropic.claude-opus-*' }", "mode: observe",
        "principal role/agent would lose anthropic.claude-opus-* at $170.50 of $10.00, $160.50 over")]
    [InlineData("per: principal, stop: principal, approval: manual, deny: { model: 'anthropic.claude-opus-*' }", "",
        "principal role/agent waits for approval, and would lose anthropic.claude-opus-*")]
    [InlineData("per: 'tag:team', stop: tag", "", "calls with tag:team=payments stopped at $170.50 of $10.00, $160.50 over")]
    public async Task What_a_stop_did_is_said_as_people_say_it(string rule, string head, string said)
    {
        using var scratch = new Scratch();
        var logs = scratch.Write("a.jsonl", Records(60)
            .Replace("\"operation\"", "\"requestMetadata\":{\"team\":\"payments\"},\"operation\"", StringComparison.Ordinal));
        var policy = scratch.Write(
            "p.yaml", $"version: 1\n{head}\nrules:\n- {{ id: cap, limit: {{ usd: 10 }}, every: day, brake: exact, {rule} }}\n");

        (await Run.Of("replay", "--policy", policy, "--logs", logs)).Output.ShouldContain(said + "\n");
    }

    [Theory]
    [InlineData("enforce", "manual", "role/agent waits for approval", "lapsed without approval")]
    [InlineData("enforce", "automatic", "role/agent stopped at", "restored")]
    [InlineData("observe", "automatic", "role/agent would be stopped at", "its window turned")]
    public async Task Nothing_is_said_to_be_restored_that_was_not_cut(string mode, string approval, string said, string ended)
    {
        using var scratch = new Scratch();
        var logs = scratch.Write(
            "a.jsonl", Records(60) + Records(1, from: 60).Replace("2026-04-24", "2026-04-26", StringComparison.Ordinal));
        var policy = scratch.Write(
            "p.yaml", Policy.Replace("brake", $"approval: {approval}, restore: window, brake", StringComparison.Ordinal));

        var run = await Run.Of(
            "replay", "--policy", policy, "--logs", logs, "--mode", mode, "--report", scratch["report.html"]);

        run.Output.ShouldContain(said);
        run.Output.ShouldContain($"; {ended} 25 Apr 2026 00:00:00");
        (await File.ReadAllTextAsync(scratch["report.html"])).ShouldContain($"<small>{ended} ");
    }

    [Theory]
    [InlineData("", "one that does not goes on, and is told.")]
    [InlineData(", escalate: principal", "one that does not is stopped itself.")]
    public async Task That_gateways_are_taken_to_obey_is_said(string escalate, string otherwise)
    {
        using var scratch = new Scratch();
        var logs = scratch.Write("a.jsonl", Records(60)
            .Replace("\"operation\"", "\"requestMetadata\":{\"team\":\"payments\"},\"operation\"", StringComparison.Ordinal));
        var policy = scratch.Write(
            "p.yaml", $"version: 1\nrules:\n- {{ id: team, per: 'tag:team', limit: {{ usd: 10 }}, every: day, stop: tag{escalate} }}\n");

        var json = JsonDocument.Parse((await Run.Of("replay", "--policy", policy, "--logs", logs, "--output", "json")).Output).RootElement;
        var text = await Run.Of("replay", "--policy", policy, "--logs", logs, "--report", scratch["report.html"]);
        var observed = await Run.Of("replay", "--policy", policy, "--logs", logs, "--mode", "observe");

        var assumed = json.GetProperty("assumedGateways")[0];
        (assumed.GetProperty("rule").GetString(), assumed.GetProperty("tags")[0].GetString()).ShouldBe(("team", "tag:team=payments"));
        json.GetProperty("notifications")[0].GetProperty("counter").GetProperty("kind").GetString().ShouldBe("tag");
        text.Output.ReplaceLineEndings(" ").ShouldContain(
            $"every gateway is taken to refuse the calls with tag:team=payments once `team` stopped it; {otherwise}");
        (await File.ReadAllTextAsync(scratch["report.html"])).ShouldContain(otherwise);
        observed.Output.ShouldNotContain("every gateway");
    }

    [Theory]
    [InlineData("per: 'principalTag:team', stop: principals", "", "everyone with principalTag:team=payments stopped at")]
    [InlineData("match: { path: /teams/* }, per: principal, stop: principal", "", "principal role/agent stopped at")]
    [InlineData("per: principal, stop: principal", "exempt: [role/teams/agent]", "principal role/agent stopped at")]
    [InlineData("per: principal, stop: principal", "exempt: [role/teams/agents/agent]", "Nothing was stopped.")]
    public async Task A_file_says_what_IAM_knows_of_those_who_called(string rule, string head, string said)
    {
        using var scratch = new Scratch();
        var (logs, policy) = (scratch.Write("a.jsonl", Records(60)), scratch.Write(
            "p.yaml", $"version: 1\n{head}\nrules:\n- {{ id: cap, limit: {{ usd: 10 }}, every: day, brake: exact, {rule} }}\n"));
        var principals = scratch.Write("iam.json", """
            { "RoleDetailList": [ { "Path": "/teams/agents/", "RoleName": "agent", "Arn": "arn:aws:iam::111122223333:role/teams/agents/agent",
              "Tags": [ { "Key": "Team", "Value": "payments" } ] } ], "UserDetailList": [] }
            """);

        var run = await Run.Of("replay", "--policy", policy, "--logs", logs, "--principals", principals);

        run.Output.ShouldContain(said);
        run.Output.ShouldNotContain("The log ");
        run.Error.ShouldBeEmpty();
        (await Run.Of("replay", "--policy", policy, "--logs", logs)).Error.Contains("`--principals FILE` says it", StringComparison.Ordinal)
            .ShouldBe(rule.Contains("team", StringComparison.Ordinal) || head.Length > 0);
    }

    [Fact]
    public async Task A_file_of_principals_that_is_none_is_said_with_its_place_and_two()
    {
        using var scratch = new Scratch();
        var (logs, policy) = (scratch.Write("a.jsonl", Records(1)), scratch.Write("p.yaml", Policy));
        var principals = scratch.Write("iam.yaml", "version: 1\nprincipals: { agent: {} }\n");

        var run = await Run.Of("replay", "--policy", policy, "--logs", logs, "--principals", principals);
        var account = await Run.Of("replay", "--policy", policy, "--from-account", "--principals", principals);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain($"{principals}:2:15: `agent` is no role or user; allowed is `role/NAME` or `user/NAME`");
        account.ExitCode.ShouldBe(2);
        account.Error.ShouldContain("`--principals` is for recorded logs; `--from-account` asks IAM itself");
    }

    [Fact]
    public async Task Delays_mode_and_prices_are_options()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write("p.yaml", Policy);
        var logs = scratch.Write("a.jsonl", Records(60));
        var prices = scratch.Write("prices.yaml", "version: 1\nprices:\n- { model: anthropic.claude-opus-4-6-v1, input: 1 }\n");

        Spend(await Run.Of("replay", "--policy", policy, "--logs", logs, "--detection-delay", "0s", "--enforcement-delay", "0s", "--output",
            "json")).ShouldBe(11m);
        Spend(await Run.Of("replay", "--policy", policy, "--logs", logs, "--mode", "observe", "--output", "json")).ShouldBe(330m);
        Spend(await Run.Of("replay", "--policy", policy, "--logs", logs, "--mode", "observe", "--prices", prices, "--output", "json"))
            .ShouldBe(60m);
    }

    [Fact]
    public async Task An_application_profile_is_priced_as_its_model()
    {
        using var scratch = new Scratch();
        const string arn = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc";
        var logs = scratch.Write("a.jsonl", Records(2).Replace("us.anthropic.claude-opus-4-6-v1", arn, StringComparison.Ordinal));
        var profiles = scratch.Write(
            "profiles.json",
            $$"""{"inferenceProfileSummaries":[{"inferenceProfileArn":"{{arn}}","models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1"}]}]}""");
        var policy = scratch.Write("p.yaml", Policy);

        var known = await Run.Of("replay", "--policy", policy, "--logs", logs, "--inference-profiles", profiles, "--output", "json");
        var unknown = await Run.Of("replay", "--policy", policy, "--logs", logs, "--output", "json");

        JsonDocument.Parse(known.Output).RootElement.GetProperty("unpriced").GetArrayLength().ShouldBe(0);
        JsonDocument.Parse(unknown.Output).RootElement.GetProperty("unpriced")[0].GetString().ShouldBe(arn);
    }

    [Fact]
    public async Task A_report_is_written_where_it_was_asked_for()
    {
        using var scratch = new Scratch();
        var run = await Run.Of("replay", "--policy", scratch.Write("p.yaml", Policy), "--logs", scratch.Write("a.jsonl", Records(60)),
            "--report", scratch["out/report.html"]);

        run.ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(scratch["out/report.html"])).ShouldContain("$330.00");
    }

    [Fact]
    public async Task What_cannot_be_used_is_one_sentence_and_two()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write("p.yaml", Policy);
        Directory.CreateDirectory(scratch["empty"]);

        foreach (var args in new string[][]
        {
            ["replay"],
            ["replay", "--policy", policy],
            ["replay", "--policy", scratch["none.yaml"], "--logs", policy],
            ["replay", "--policy", policy, "--logs", scratch["none.jsonl"]],
            ["replay", "--policy", policy, "--logs", scratch["empty"]],
            ["replay", "--policy", policy, "--logs", policy, "--detection-delay", "soon"],
            ["replay", "--policy", policy, "--logs", policy, "--output", "xml"],
            ["replay", "--policy", policy, "--logs", policy, "--mode", "dream"],
            ["reply"],
        })
        {
            var run = await Run.Of(args);
            run.ExitCode.ShouldBe(2, string.Join(' ', args));
            run.Output.ShouldBeEmpty();
            run.Error.ShouldStartWith("killswitch: ");
            run.Error.TrimEnd().ShouldNotContain('\n');
        }
    }

    [Fact]
    public async Task A_wrong_policy_tells_every_mistake()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write("p.yaml", "version: 1\nmode: on\nrules:\n- { id: X, limit: { usd: 1 }, every: day, stop: none }\n");

        var run = await Run.Of("replay", "--policy", policy, "--logs", policy);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain($"{policy}:2:7: `on` is not a mode");
        run.Error.ShouldContain($"{policy}:4:9: `X` is not an id");
    }

    private static decimal Spend(Run run) =>
        JsonDocument.Parse(run.Output).RootElement.GetProperty("spend").GetProperty("withGuard").GetDecimal();

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);

    internal static string Records(int count, int from = 0) =>
        string.Concat(Enumerable.Range(from, count).Select(n => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"timestamp":"2026-04-24T12:{{{n / 60:00}}}:{{{n % 60:00}}}Z","accountId":"111122223333","region":"us-east-1","requestId":"r-{{{n}}}","operation":"Converse","modelId":"us.anthropic.claude-opus-4-6-v1","input":{"inputTokenCount":1000000},"output":{"outputTokenCount":0},"identity":{"arn":"arn:aws:sts::111122223333:assumed-role/agent/s"},"schemaType":"ModelInvocationLog","schemaVersion":"1.0"}""") + "\n"));
}

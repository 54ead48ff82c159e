using System.Text.Json;

namespace KillSwitch.Cli.Tests.Caching.Live;

/// <summary>
/// Against servers that listen on this machine; one after the other, because what an AWS client reads of the environment is the process's.
/// </summary>
public sealed class LiveCachingTests : IDisposable
{
    private const string Opus = "us.anthropic.claude-opus-4-6-v1";
    private const string KeyVariable = "KILLSWITCH_TEST_GATEWAY_KEY";

    private static readonly string[] Variables =
        ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", KeyVariable, "OPENAI_API_KEY",
        "LITELLM_API_KEY"];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);

    public LiveCachingTests()
    {
        foreach (var name in Variables)
            Environment.SetEnvironmentVariable(name, name.StartsWith("AWS_", StringComparison.Ordinal) ? "test" : null);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
    }

    [Fact]
    public async Task A_gateway_that_keeps_the_cache_ends_with_zero()
    {
        using var gateway = new CachingServer(Behaviour.Honours);

        var run = await Probe("--live", gateway.Url, "--model", Opus);

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain($"The cache works through `{gateway.Url}`");
        run.Error.ShouldContain("two prompts of 5,120 tokens or a little more through one layer, at most $0.11 at list price");
    }

    [Fact]
    public async Task Both_calls_carry_the_same_prompt_up_to_the_cache_point_and_never_one_of_an_earlier_run()
    {
        using var gateway = new CachingServer(Behaviour.Honours);

        await Probe("--live", gateway.Url, "--model", Opus);
        await Probe("--live", gateway.Url + "/v1/", "--model", Opus);

        var prompts = gateway.Asked.ConvertAll(asked => asked.Body["messages"]![0]!["content"]![0]!["text"]!.GetValue<string>());
        (prompts[0] == prompts[1], prompts[2] == prompts[3], prompts[1] == prompts[2]).ShouldBe((true, true, false));
        prompts[0].AsSpan(0, 30).CommonPrefixLength(prompts[2]).ShouldBeLessThan(20);
        gateway.Asked.Select(asked => asked.Body["messages"]![1]!["content"]![0]!["text"]!.GetValue<string>()).Take(2).Distinct().Count()
            .ShouldBe(2, "a gateway that keeps answers would give the first one again");
        gateway.Asked.ShouldAllBe(asked => !asked.Body["stream"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_gateway_that_drops_the_field_is_named_where_Bedrock_keeps_the_cache()
    {
        var cache = new PrefixCache();
        using var gateway = new CachingServer(Behaviour.DropsCacheControl, cache);
        using var bedrock = new CachingServer(Behaviour.Honours, cache);
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", bedrock.Url);

        var run = await Probe(
            "--live", gateway.Url, "--model", "claude", "--live", "bedrock", "--model", Opus, "--region", "eu-west-1", "--output", "json");

        run.ExitCode.ShouldBe(1);
        var found = JsonDocument.Parse(run.Output).RootElement;
        found.GetProperty("lostAt").GetString().ShouldBe(gateway.Url);
        found.GetProperty("finding").GetString()!.ShouldContain("drops cache_control");
        found.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("verdict").GetString())
            .ShouldBe(["nothingWritten", "works"]);
        (bedrock.Asked[0].Path, bedrock.Asked[0].Authorization![..16]).ShouldBe(($"/model/{Opus}/converse", "AWS4-HMAC-SHA256"));
        bedrock.Asked[0].Authorization!.ShouldContain("/eu-west-1/bedrock/aws4_request");
        bedrock.Asked[0].Body["inferenceConfig"]!["maxTokens"]!.GetValue<int>().ShouldBe(16);
        gateway.Asked[0].Body["model"]!.GetValue<string>().ShouldBe("claude");
    }

    [Theory]
    [InlineData("AltersPrompt", "both prompts were written and neither was read", "writtenNotRead")]
    [InlineData("HidesFigures", "hides the figures", "hidden")]
    [InlineData("CutsPrompt", "less than the 4,096 that the model caches", "tooShort")]
    public async Task A_gateway_alone_is_told_by_what_it_says(string behaviour, string finding, string verdict)
    {
        using var gateway = new CachingServer(Enum.Parse<Behaviour>(behaviour));

        var run = await Probe("--live", gateway.Url, "--model", Opus, "--output", "json");

        run.ExitCode.ShouldBe(1);
        var found = JsonDocument.Parse(run.Output).RootElement;
        found.GetProperty("finding").GetString()!.ShouldContain(finding);
        found.GetProperty("layers")[0].GetProperty("verdict").GetString().ShouldBe(verdict);
    }

    [Fact]
    public async Task A_gateway_that_tells_reads_alone_is_believed()
    {
        using var works = new CachingServer(Behaviour.HidesWrites);

        (await Probe("--live", works.Url, "--model", Opus)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Of_three_layers_the_one_before_the_first_that_works_loses_the_cache()
    {
        using var edge = new CachingServer(Behaviour.Honours, new PrefixCache(minimum: int.MaxValue));
        using var router = new CachingServer(Behaviour.AltersPrompt);
        using var bedrock = new CachingServer(Behaviour.Honours);
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", bedrock.Url);

        var run = await Probe("--live", edge.Url, "--live", router.Url, "--live", "bedrock", "--model", Opus, "--region", "eu-west-1");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain($"The cache is lost at `{router.Url}`: both prompts were written and neither was read");
    }

    [Fact]
    public async Task Bedrock_itself_may_be_what_caches_nothing()
    {
        using var bedrock = new CachingServer(Behaviour.DropsCacheControl);
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", bedrock.Url);

        (await Probe("--live", "bedrock", "--model", Opus, "--region", "eu-west-1")).Output.ShouldContain("Bedrock itself caches nothing");
        (await Probe("--live", "bedrock", "--model", Opus, "--region", "eu-west-1", "--prompt-tokens", "900")).Output.ShouldContain(
            "of a minimum of 4,096");
    }

    [Fact]
    public async Task A_gateway_may_speak_Converse()
    {
        using var gateway = new CachingServer(Behaviour.Honours);

        (await Probe("--live", gateway.Url, "--api", "bedrock", "--model", Opus, "--region", "eu-west-1")).ExitCode.ShouldBe(0);

        gateway.Asked.ShouldAllBe(asked => asked.Path == $"/model/{Opus}/converse");
    }

    [Theory]
    [InlineData("WantsKey", "said 401: it wants a key")]
    [InlineData("HasNoSuchModel", "said 404: there is no such path, or no model")]
    [InlineData("AnswersHtml", "is not JSON")]
    [InlineData("AnswersWithoutUsage", "without a `usage` object")]
    [InlineData("PointsElsewhere", "it points elsewhere")]
    [InlineData("NeverAnswers", "did not answer within 1 seconds")]
    public async Task An_answer_that_says_nothing_is_one_sentence_and_ends_with_three(string behaviour, string sentence)
    {
        using var gateway = new CachingServer(Enum.Parse<Behaviour>(behaviour));

        var run = await Probe("--live", gateway.Url, "--model", Opus, "--timeout", "1s");

        (run.ExitCode, run.Output).ShouldBe((3, ""));
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].ShouldContain(sentence);
        run.Error.ShouldNotContain('\u001b');
    }

    [Theory]
    [InlineData("HasNoSuchModel", "AWS said no")]
    [InlineData("AnswersHtml", "is not Converse's JSON")]
    [InlineData("AnswersWithoutUsage", "without a `usage` object")]
    public async Task So_is_one_of_Converse(string behaviour, string sentence)
    {
        using var bedrock = new CachingServer(Enum.Parse<Behaviour>(behaviour));
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", bedrock.Url);

        var run = await Probe("--live", "bedrock", "--model", Opus, "--region", "eu-west-1");

        (run.ExitCode, run.Output).ShouldBe((3, ""));
        run.Error.ShouldContain(sentence);
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_with_three()
    {
        string url;
        using (var gone = new CachingServer(Behaviour.Honours))
            url = gone.Url;

        var run = await Probe("--live", url, "--model", Opus);

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("could not be asked");
    }

    [Fact]
    public async Task A_key_comes_from_the_environment_and_is_never_printed()
    {
        Environment.SetEnvironmentVariable(KeyVariable, CachingServer.Key);
        using var gateway = new CachingServer(Behaviour.WantsKey);

        var run = await Probe("--live", gateway.Url, "--model", Opus, "--api-key-env", KeyVariable, "--verbose");

        run.ExitCode.ShouldBe(0);
        (run.Output + run.Error).ShouldNotContain(CachingServer.Key);
    }

    [Fact]
    public async Task What_may_cost_much_is_not_sent_without_a_word()
    {
        using var gateway = new CachingServer(Behaviour.Honours);

        var run = await Probe("--live", gateway.Url, "--model", Opus, "--prompt-tokens", "100000");

        (run.ExitCode, gateway.Asked.Count).ShouldBe((1, 0));
        run.Error.ShouldContain("that is more than $0.50: give `--yes`");
        (await Probe("--live", gateway.Url, "--model", Opus, "--prompt-tokens", "100000", "--yes")).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("`gateway:4000/x y` is no address", "--live", "gateway:4000/x y", "--model", Opus)]
    [InlineData("holds a name, a key or a query", "--live", "http://me:secret@127.0.0.1:1", "--model", Opus)]
    [InlineData("needs a model", "--live", "http://127.0.0.1:1")]
    [InlineData("is for a probe; give `--live URL`", "--model", Opus)]
    [InlineData("a layer is given twice", "--live", "bedrock", "--live", "bedrock", "--model", Opus)]
    [InlineData("`--model` is given 2 times for 3 layers", "--live", "http://127.0.0.1:1", "--live", "http://127.0.0.1:2", "--live",
        "bedrock", "--model", Opus, "--model", "b")]
    [InlineData("`NO_SUCH_KEY` is not set", "--live", "http://127.0.0.1:1", "--model", Opus, "--api-key-env", "NO_SUCH_KEY")]
    public async Task A_mistake_is_one_sentence_and_ends_with_two(string sentence, params string[] args)
    {
        var run = await Run.Of(["caching", .. args]);

        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.ShouldContain(sentence);
        run.Error.ShouldNotContain("secret");
    }

    private static Task<Run> Probe(params string[] args) => Run.Of(["caching", .. args, "--pause", "0s"]);
}

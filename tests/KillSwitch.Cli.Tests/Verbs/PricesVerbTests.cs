using System.Text.Json;

namespace KillSwitch.Cli.Tests.Verbs;

public class PricesVerbTests
{
    [Fact]
    public async Task A_models_price_comes_with_its_source_and_date()
    {
        var run = await Run.Of("prices", "us.anthropic.claude-opus-4-6-v1", "--at", "2026-11-25", "--output", "json");

        run.ExitCode.ShouldBe(0);
        var price = JsonDocument.Parse(run.Output).RootElement;
        (price.GetProperty("id").GetString(), price.GetProperty("scope").GetString(), price.GetProperty("basis").GetString())
            .ShouldBe(("anthropic.claude-opus-4-6-v1", "regional", "known"));
        price.GetProperty("usdPerMillionTokens").GetProperty("input").GetDecimal().ShouldBe(5.5m);
        price.GetProperty("source").GetString().ShouldNotBeNullOrEmpty();
        price.GetProperty("date").GetString().ShouldBe("2026-09-23");
        (await Run.Of("prices", "us.anthropic.claude-opus-4-6-v1")).Output.ShouldContain("27.50");
    }

    [Theory]
    [InlineData("amazon.nova-pro-v1:0", "ap-northeast-1", "standard", "standard", 0.96, 3.84)]
    [InlineData("amazon.nova-pro-v1:0", "us-east-2", "standard", "optimized", 1, 4)]
    [InlineData("openai.gpt-oss-120b", "sa-east-1", "flex", "standard", 0.09, 0.365)]
    public async Task A_price_is_of_its_region_tier_and_latency(
        string model, string region, string tier, string latency, double input, double output)
    {
        var price = JsonDocument.Parse((await Run.Of(
            "prices", model, "--region", region, "--tier", tier, "--latency", latency, "--output", "json")).Output).RootElement;

        (price.GetProperty("region").GetString(), price.GetProperty("tier").GetString(), price.GetProperty("latency").GetString())
            .ShouldBe((region, tier, latency));
        var kinds = price.GetProperty("usdPerMillionTokens");
        (kinds.GetProperty("input").GetDecimal(), kinds.GetProperty("output").GetDecimal()).ShouldBe(((decimal)input, (decimal)output));
    }

    [Fact]
    public async Task What_is_charged_by_the_unit_has_a_price_for_one_and_none_by_the_token()
    {
        var price = JsonDocument.Parse((await Run.Of("prices", "amazon.rerank-v1:0", "--output", "json")).Output).RootElement;

        price.GetProperty("basis").GetString().ShouldBe("known");
        price.GetProperty("usdPerMillionTokens").GetProperty("input").ValueKind.ShouldBe(JsonValueKind.Null);
        price.GetProperty("units").EnumerateArray()
            .Select(unit => (unit.GetProperty("unit").GetString(), unit.GetProperty("usd").GetDecimal())).ShouldBe([("search", 0.001m)]);
        (await Run.Of("prices", "amazon.nova-canvas-v1:0")).Output.ShouldContain("each image, premium, up to 2048 pixels");
    }

    [Fact]
    public async Task A_discount_is_taken_off_units_too()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write(
            "policy.yaml",
            "version: 1\ndiscounts: [{ match: { model: \"amazon.*\" }, percent: 20, source: EDP }]\nrules:\n"
                + "  - { id: a, limit: { usd: 3 }, every: day, stop: account }\n");

        JsonDocument.Parse((await Run.Of("prices", "amazon.rerank-v1:0", "--policy", policy, "--output", "json")).Output)
            .RootElement.GetProperty("units")[0].GetProperty("usd").GetDecimal().ShouldBe(0.0008m);
    }

    [Fact]
    public async Task A_list_is_of_every_region_or_of_one()
    {
        var every = (await Run.Of("prices")).Output;
        var london = (await Run.Of("prices", "--region", "eu-west-2")).Output;

        every.ShouldNotContain("  in eu-west-2");
        every.ShouldContain("`--region` what a region charges");
        london.ShouldContain("  in eu-west-2");
        london.ShouldContain("anthropic.claude-opus-4-7");
        london.ShouldNotContain("  in eu-central-1");
        (await Run.Of("prices", "--region", "frankfurt")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(2), run => run.Error.ShouldContain("did you mean `eu-central-1`"));
    }

    [Theory]
    [InlineData("anthropic.claude-haiku-5-5", "1000", "global.", 0.1)]
    [InlineData("anthropic.claude-haiku-5-5", "200000", "global.", 0.5)]
    public async Task A_long_context_has_its_own_price(string model, string tokens, string route, double input) =>
        JsonDocument.Parse((await Run.Of("prices", route + model, "--input-tokens", tokens, "--output", "json")).Output).RootElement
            .GetProperty("usdPerMillionTokens").GetProperty("input").GetDecimal().ShouldBe((decimal)input);

    [Fact]
    public async Task A_model_that_nobody_knows_says_so()
    {
        JsonDocument.Parse((await Run.Of("prices", "anthropic.claude-nine", "--anyway", "--output", "json")).Output).RootElement
            .GetProperty("basis").GetString().ShouldBe("failSafe");
        (await Run.Of("prices", "anthropic.claude-nine", "--anyway")).Output.ShouldContain("No price of this model is known");
    }

    [Theory]
    [InlineData("claude-opus", "did you mean `anthropic.claude-opus-")]
    [InlineData("anthropic.claude-opuss-4-6-v1", "did you mean `anthropic.claude-opus-4-6-v1:0`")]
    [InlineData("us.anthropic.claude-opuss-4-6-v1", "did you mean `anthropic.claude-opus-4-6-v1:0`")]
    [InlineData("nonsense", "`nonsense` has no price that is known; `--anyway` shows")]
    public async Task A_name_without_a_price_is_refused_with_the_nearest_names(string name, string says)
    {
        foreach (var format in (string[])["text", "json"])
        {
            var run = await Run.Of("prices", name, "--output", format);

            (run.ExitCode, run.Output).ShouldBe((2, ""));
            run.Error.ShouldContain(says);
        }
    }

    [Fact]
    public async Task A_name_that_hides_its_model_may_stand_for_any() =>
        (await Run.Of("prices", "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc")).ExitCode.ShouldBe(0);

    [Fact]
    public async Task Prices_of_ones_own_win()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("mine.yaml", "version: 1\nprices:\n- { model: anthropic.claude-nine, input: 1.25, output: 5 }\n");

        var price =
            JsonDocument.Parse((await Run.Of("prices", "anthropic.claude-nine", "--prices", file, "--output", "json")).Output).RootElement;

        (price.GetProperty("basis").GetString(), price.GetProperty("usdPerMillionTokens").GetProperty("input").GetDecimal())
            .ShouldBe(("known", 1.25m));
    }

    [Fact]
    public async Task A_policys_own_prices_and_discounts_are_what_a_model_costs_under_it()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write("p.yaml", """
            version: 1
            prices:
              - { model: anthropic.claude-opus-4-6-v1, region: eu-central-1, input: 5.1, source: offer }
            discounts:
              - { match: { principal: role/ci }, percent: 30, source: CI }
              - { match: { model: "anthropic.*" }, percent: 20, source: EDP }
            rules: [{ id: r, limit: { usd: 1 }, every: day, stop: account }]
            """);
        const string model = "us.anthropic.claude-opus-4-6-v1";

        // Whoever calls is not known here: of the two the least is taken off.
        (await Price(model, "--policy", policy)).ShouldBe((4.4m, 22m, 20m));
        (await Price(model, "--policy", policy, "--region", "eu-central-1")).ShouldBe((5.1m, 22m, 20m));
        var file = scratch.Write("mine.yaml", "version: 1\nprices: [{ model: anthropic.claude-opus-4-6-v1, input: 1 }]");
        (await Price(model, "--policy", policy, "--region", "eu-central-1", "--prices", file)).ShouldBe((1m, 22m, 20m));
        var text = (await Run.Of("prices", model, "--policy", policy)).Output;
        text.ShouldContain("Discount: 20 % off list prices (EDP), taken off here; none is off your own.");
        text.ShouldContain("By caller: 30 % off the list price of calls of principal role/ci (CI)");
        var wrong = await Run.Of("prices", model, "--policy", scratch.Write("bad.yaml", "version: 1"));
        (wrong.ExitCode, wrong.Output).ShouldBe((2, ""));

        static async Task<(decimal Input, decimal Output, decimal Percent)> Price(params string[] args)
        {
            var price = JsonDocument.Parse((await Run.Of(["prices", .. args, "--output", "json"])).Output).RootElement;
            var kinds = price.GetProperty("usdPerMillionTokens");
            return (kinds.GetProperty("input").GetDecimal(), kinds.GetProperty("output").GetDecimal(),
                price.GetProperty("discount").GetProperty("percent").GetDecimal());
        }
    }

    [Fact]
    public async Task The_check_of_a_policy_says_which_prices_and_discounts_it_holds()
    {
        using var scratch = new Scratch();
        var policy = scratch.Write("p.yaml", """
            version: 1
            prices: [{ model: a.b, input: 1 }, { model: a.b, input: 2, region: eu-central-1 }]
            discounts: [{ match: { model: "anthropic.*" }, percent: 20, source: EDP }]
            rules: [{ id: r, limit: { usd: 1 }, every: day, stop: account }]
            """);

        var text = (await Run.Of("policy", "check", policy)).Output;
        text.ShouldContain("2 prices of your own, for 1 model.");
        text.ShouldContain("20 % off the list price of calls of model anthropic.* (EDP).");
        var json = JsonDocument.Parse((await Run.Of("policy", "check", policy, "--output", "json")).Output).RootElement;
        json.GetProperty("prices").GetInt32().ShouldBe(2);
        json.GetProperty("discounts")[0].GetString().ShouldBe("20 % off the list price of calls of model anthropic.* (EDP)");
    }

    [Fact]
    public async Task A_model_that_the_policy_prices_has_a_price()
    {
        using var scratch = new Scratch();
        var logs = scratch.Write("events.jsonl", Record("anthropic.claude-nine"));
        var policy = scratch.Write("p.yaml", "version: 1\nprices: [{ model: anthropic.claude-nine, input: 1, output: 2 }]\n"
            + "rules: [{ id: r, limit: { usd: 1 }, every: day, stop: account }]");

        (await Run.Of("prices", "check", "--logs", logs)).ExitCode.ShouldBe(1);
        (await Run.Of("prices", "check", "--logs", logs, "--policy", policy)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Every_price_of_the_list_has_a_source()
    {
        var prices = JsonDocument.Parse((await Run.Of("prices", "--output", "json")).Output).RootElement.GetProperty("prices")
            .EnumerateArray().ToList();

        prices.Count.ShouldBeGreaterThan(50);
        prices.ShouldAllBe(price => price.GetProperty("source").GetString()!.Length > 0);
        (await Run.Of("prices")).Output.ShouldContain("anthropic.claude-opus-4-6");
    }

    [Fact]
    public async Task Models_that_were_called_without_a_price_are_listed_and_end_with_one()
    {
        using var scratch = new Scratch();
        var logs = scratch.Write("events.jsonl", Record("anthropic.claude-nine") + Record("anthropic.claude-opus-4-6-v1"));

        var run = await Run.Of("prices", "check", "--logs", logs, "--output", "json");

        run.ExitCode.ShouldBe(1);
        var model = JsonDocument.Parse(run.Output).RootElement.GetProperty("unpriced").EnumerateArray().ShouldHaveSingleItem();
        (model.GetProperty("model").GetString(), model.GetProperty("calls").GetInt64()).ShouldBe(("anthropic.claude-nine", 1));
        var known = scratch.Write("known.jsonl", Record("anthropic.claude-opus-4-6-v1"));
        (await Run.Of("prices", "check", "--logs", known)).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("`x` is no day; allowed: a date such as 2026-11-25", "prices", "a.b", "--at", "x")]
    [InlineData("`-3` is out of bounds for `--input-tokens`; allowed is 0 to 1000000000", "prices", "a.b", "--input-tokens", "-3")]
    public async Task A_wrong_value_is_one_sentence_and_ends_with_two(string sentence, params string[] args)
    {
        var run = await Run.Of(args);

        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.ShouldContain(sentence);
    }

    private static string Record(string model) =>
        $$$"""{"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-11-20T10:00:00Z","accountId":"111122223333","region":"us-east-1","requestId":"{{{Guid.NewGuid()}}}","operation":"InvokeModel","modelId":"{{{model}}}","identity":{"arn":"arn:aws:iam::111122223333:user/u"},"input":{"inputTokenCount":1000},"output":{"outputTokenCount":10}}""" + "\n";
}

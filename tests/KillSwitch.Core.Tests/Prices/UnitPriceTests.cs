using System.Text;
using System.Text.Json;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

/// <summary>Searches, images and seconds of video, from the record to its price.</summary>
public class UnitPriceTests
{
    private const string Canvas = "amazon.nova-canvas-v1:0";

    public static TheoryData<string, string, string, decimal, PriceBasis> Calls => new()
    {
        // A query against up to a hundred documents is one search.
        { "amazon.rerank-v1:0", """{"query":"q","documents":["a","b"]}""", """{"results":[]}""", 0.001m, PriceBasis.Known },
        { "amazon.rerank-v1:0", $$"""{"query":"q","documents":[{{Some(250)}}]}""", "{}", 0.003m, PriceBasis.Known },
        { "cohere.rerank-v3-5:0", """{"documents":["a"]}""", """{"meta":{"billed_units":{"search_units":2}}}""", 0.004m, PriceBasis.Known },
        // Bodies that are not logged: one.
        { "cohere.rerank-v3-5:0", "", "", 0.002m, PriceBasis.Known },
        { Canvas, Image("standard", 1024, 2), """{"images":["x","y"]}""", 0.08m, PriceBasis.Known },
        { Canvas, Image("premium", 1024, 1), """{"images":["x"]}""", 0.06m, PriceBasis.Known },
        { Canvas, Image("standard", 1280, 1), """{"images":["x"]}""", 0.06m, PriceBasis.Known },
        { Canvas, Image("premium", 2048, 3), "", 0.24m, PriceBasis.Known },
        { Canvas, "", "", 0.08m, PriceBasis.Known },
        { "stability.stable-image-ultra-v1:1", """{"prompt":"p"}""", """{"images":["x"]}""", 0.14m, PriceBasis.Known },
        { "stability.stable-image-nova-v9:0", "", """{"images":["x"]}""", 0.14m, PriceBasis.FailSafe },
        { "amazon.nova-reel-v1:1", """{"modelInput":{"videoGenerationConfig":{"durationSeconds":12}}}""", "", 0.96m, PriceBasis.Known },
        { "amazon.nova-reel-v1:0", "", "", 0.48m, PriceBasis.Known },
    };

    private static string Some(int documents) => string.Join(',', Enumerable.Repeat("\"d\"", documents));

    private static string Image(string quality, int side, int images) =>
        $$$"""{"imageGenerationConfig":{"quality":"{{{quality}}}","width":{{{side}}},"height":512,"numberOfImages":{{{images}}}}}""";

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_costs_its_units(string model, string request, string answer, decimal cost, PriceBasis basis)
    {
        foreach (var call in Both(model, request, answer))
            new PriceBook().Price(call).ShouldBe(new PricedCall(new(cost), basis));
    }

    // Text by the token, and beside it an image.
    [Fact]
    public void A_multimodal_embedding_costs_its_tokens_and_its_image()
    {
        foreach (var call in Both("amazon.titan-embed-image-v1", """{"inputImage":"x","inputText":"y"}""", "{}", tokens: 1_000_000))
            new PriceBook().Price(call).Cost.Amount.ShouldBe(0.80006m);
        foreach (var call in Both("amazon.titan-embed-image-v1", """{"inputText":"y"}""", "{}", tokens: 1_000_000))
            new PriceBook().Price(call).Cost.Amount.ShouldBe(0.8m);
    }

    [Fact]
    public void A_refused_call_has_no_units_and_an_unknown_one_is_ignored_where_the_policy_says_so()
    {
        var call = Both("stability.stable-image-nova-v9:0", "", """{"images":["x"]}""").First();

        new PriceBook(unpriced: UnpricedModels.Ignore).Price(call).ShouldBe(new PricedCall(new(0), PriceBasis.Ignored));
        new PriceBook().Price(call with { ErrorCode = "ThrottlingException" }).Cost.Amount.ShouldBe(0);
    }

    // As Converse writes its trace, and as InvokeModel does.
    [Theory]
    [InlineData("""{"trace":{"guardrail":{"inputAssessment":{"g":EACH},"outputAssessments":{"g":[EACH]}}}}""")]
    [InlineData("""{"amazon-bedrock-trace":{"guardrail":{"input":{"g":EACH},"outputs":[{"g":EACH}]}}}""")]
    public void What_a_guardrail_looks_at_is_charged_beside_the_tokens(string answer)
    {
        const string Each = """
            {"invocationMetrics":{"usage":{"contentPolicyUnits":2,"topicPolicyUnits":1,"wordPolicyUnits":9,
            "sensitiveInformationPolicyUnits":3,"sensitiveInformationPolicyFreeUnits":5,"contextualGroundingPolicyUnits":0}}}
            """;

        answer = answer.Replace("EACH", Each.ReplaceLineEndings(""), StringComparison.Ordinal);
        foreach (var call in Both("amazon.nova-pro-v1:0", "", answer, tokens: 1_000_000))
            new PriceBook().Price(call).ShouldBe(new PricedCall(new(0.8m + (2 * 0.00075m)), PriceBasis.Known));
    }

    [Fact]
    public void Every_unit_has_a_source_and_its_model_no_price_by_the_token_but_for_embeddings() =>
        PriceList.Overrides.Rules.Units.Where(unit => unit.Model != UnitPrice.Guardrail)
            .ShouldAllBe(unit => unit.Source.Length > 0 && UnitCounts.IsByUnit(ModelId.Parse(unit.Model)));

    // As a line, and as CloudWatch Logs holds it.
    private static IEnumerable<Invocation> Both(string model, string request, string answer, long? tokens = null)
    {
        string[] input =
        [
            "\"inputContentType\":\"application/json\"",
            .. request.Length == 0 ? [] : new[] { "\"inputBodyJson\":" + request },
            .. tokens is null ? [] : new[] { "\"inputTokenCount\":" + tokens },
        ];
        string[] output =
        [
            "\"outputContentType\":\"application/json\"",
            .. answer.Length == 0 ? [] : new[] { "\"outputBodyJson\":" + answer },
        ];
        var record = "{\"timestamp\":\"2026-10-06T07:55:04Z\",\"accountId\":\"111122223333\",\"region\":\"us-east-1\",\"requestId\":\"r\","
            + $"\"operation\":\"InvokeModel\",\"modelId\":\"{model}\",\"input\":{{{string.Join(',', input)}}},"
            + $"\"output\":{{{string.Join(',', output)}}},\"schemaType\":\"ModelInvocationLog\",\"schemaVersion\":\"1.0\"}}";
        yield return new InvocationReader().Read(Encoding.UTF8.GetBytes(record)).Invocation!;
        var message = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record)[1..]);
        yield return new InvocationReader().ReadMessage(message, out _).Invocation!;
    }
}

using KillSwitch.Core.Caching;
using KillSwitch.Core.Caching.Probes;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Cli.Caching.Live;

/// <summary>Two long prompts through each layer, one after the other.</summary>
/// <param name="Layers">The outermost first.</param>
/// <param name="Words">Of a prompt: at least so many tokens.</param>
internal sealed record LiveProbe(IReadOnlyList<Layer> Layers, int Words)
{
    // What is sent has to be longer than the minimum of a checkpoint, and some more for a gateway that cuts a little.
    private const decimal OverMinimum = 1.25m;
    private const int Fewest = 1500;

    /// <summary>A gateway may have its own name for a model: the innermost layer's is the one that Bedrock knows.</summary>
    public static int WordsFor(IReadOnlyList<Layer> layers) =>
        Math.Max(Fewest,
            (int)(layers.Max(layer => CacheSupport.Of(Priced(layers, layer))?.MinimumTokens ?? CacheSupport.LongestMinimum) * OverMinimum));

    /// <summary>
    /// What all calls cost at list price, if every tokenizer makes the most of the words and nothing is read from a cache.
    /// </summary>
    public Usd CostAtMost(PriceBook book, DateTimeOffset now) =>
        Layers.Aggregate(Usd.Zero, (sum, layer) => sum + CostAtMost(layer, book, now));

    /// <param name="open">A client for a layer; disposed of here.</param>
    /// <param name="pause">Between two calls: what is written is not there at once.</param>
    public async Task<IReadOnlyList<ProbedLayer>> RunAsync(Func<Layer, ILayerClient> open, TimeSpan pause, CancellationToken cancellation)
    {
        var probed = new List<ProbedLayer>();
        foreach (var layer in Layers)
        {
            using var client = open(layer);
            // Of its own, so that no layer reads what another has written.
            var prompt = ProbePrompt.Of(Guid.NewGuid(), Words);
            var first = await client.AskAsync(prompt, ProbePrompt.Question(1), cancellation);
            await Task.Delay(pause, cancellation);
            var second = await client.AskAsync(prompt, ProbePrompt.Question(2), cancellation);
            probed.Add(new ProbedLayer(
                layer.Name, layer.Address is null, CacheSupport.Of(Priced(Layers, layer))?.MinimumTokens ?? 0, first, second));
        }

        return probed;
    }

    private Usd CostAtMost(Layer layer, PriceBook book, DateTimeOffset now)
    {
        var tokens = (long)Math.Ceiling(Words * ProbePrompt.MostTokensPerWord);
        var price = book.Find(new Tariff(Priced(Layers, layer), Region: ""), now, tokens);
        var call = new TokenUsage(OutputTokens: ProbePrompt.AnswerTokens);
        call = price.CacheWrite5m > price.Input ? call with { CacheWriteInputTokens = tokens } : call with { InputTokens = tokens };
        return price.CostOf(call + call);
    }

    private static ModelId Priced(IReadOnlyList<Layer> layers, Layer layer) =>
        CacheSupport.Of(layer.Model) is null ? layers[^1].Model : layer.Model;
}

using System.Globalization;

namespace KillSwitch.Core.Caching.Probes;

/// <summary>Where the cache is lost.</summary>
/// <param name="Works">It is not.</param>
/// <param name="LostAt">The layer's name; null when it works, or nobody can tell.</param>
/// <param name="Sentence">The finding.</param>
/// <param name="LookAt">What to do next; empty where there is nothing to do.</param>
public sealed record ProbeFinding(bool Works, string? LostAt, string Sentence, string LookAt)
{
    private const string Hides =
        "Its log lines are the truth: `killswitch caching` shows what Bedrock itself counted for the gateway's role. Have the gateway "
        + "pass on the whole `usage`.";

    /// <param name="layers">At least one, the outermost first.</param>
    public static ProbeFinding Of(IReadOnlyList<ProbedLayer> layers)
    {
        var outermost = layers[0];
        if (outermost.Verdict == LayerVerdict.Works)
            return new ProbeFinding(true, null, $"the cache works through {Named(outermost)}: {Read(outermost)}", "");
        for (var i = 1; i < layers.Count; i++)
        {
            if (layers[i].Verdict == LayerVerdict.Works)
                return Between(layers[i - 1], layers[i], isOutermost: i == 1);
        }

        return layers[^1] is { IsBedrock: true } bedrock ? AtBedrock(bedrock) : AtOrBehind(layers[^1]);
    }

    private static ProbeFinding Between(ProbedLayer lost, ProbedLayer works, bool isOutermost)
    {
        var straight = $"sent to {Named(works)} {Read(works)}";
        return lost.Verdict switch
        {
            LayerVerdict.NothingWritten =>
                new(false, lost.Name,
                    $"the cache is lost at {Named(lost)}: it drops cache_control, nothing was written or read; {straight}",
                "Its setting for prompt caching, its list of models that cache (an alias or an inference profile may not be on it), and "
                    + "its version."),
            LayerVerdict.NothingRead =>
                new(false, lost.Name,
                    $"the cache is lost at {Named(lost)}: nothing was read, and it does not say what was written; {straight}",
                "Its setting for prompt caching, and whether it alters the prompt or sends calls to several places."),
            LayerVerdict.WrittenNotRead =>
                new(false, lost.Name,
                    $"the cache is lost at {Named(lost)}: both prompts were written and neither was read, so it alters the prompt from "
                    + $"call to call, or sends the calls to different places; {straight}",
                "What it adds in front of the prompt (a time, an id, a trace), and whether it takes turns between models, regions or "
                    + "accounts."),
            LayerVerdict.ReadsLittle => new(false, lost.Name, $"the cache is lost in part at {Named(lost)}: {Read(lost)}; {straight}",
                "What it changes in the middle of the prompt, and where it puts the cache point."),
            LayerVerdict.TooShort =>
                new(false, lost.Name,
                    $"{Named(lost)} sends on less than the model caches: {Tokens(lost.Second.Input)} tokens of a minimum of "
                    + $"{Tokens(lost.Minimum)}; {straight}",
                "What it cuts off, or give a larger `--prompt-tokens`."),
            _ => new(false, null,
                $"{Named(lost)} hides the figures, so that nobody can tell from "
                + $"outside{(isOutermost ? "" : " whether the cache is lost there or in front of it")}: its usage names no cache fields; "
                + $"{straight}", Hides),
        };
    }

    private static ProbeFinding AtBedrock(ProbedLayer bedrock) => bedrock.Verdict switch
    {
        LayerVerdict.TooShort =>
            new(false, bedrock.Name,
                $"Bedrock does not cache so short a prompt: {Tokens(bedrock.Second.Input)} tokens of a minimum of "
                + $"{Tokens(bedrock.Minimum)}", "Give a larger `--prompt-tokens`."),
        LayerVerdict.WrittenNotRead => new(false, bedrock.Name, "Bedrock itself wrote both prompts and read neither",
            "Try again with a larger `--pause`; a cross-region profile may have served the calls in two regions, as it does at times of "
                + "high demand: a model id of one region tells."),
        LayerVerdict.ReadsLittle =>
            new(false, bedrock.Name, $"Bedrock itself caches little of the prompt: {Read(bedrock)}",
                "How much of a prompt the model caches."),
        _ => new(false, bedrock.Name, "Bedrock itself caches nothing of the prompt, though asked to",
            "Whether the model has prompt caching: `killswitch prices MODEL` shows whether a cache read costs less; a larger "
                + "`--prompt-tokens` rules out its minimum."),
    };

    private static ProbeFinding AtOrBehind(ProbedLayer last) => last.Verdict switch
    {
        LayerVerdict.NothingWritten =>
            new(false, last.Name,
                $"the cache is lost at {Named(last)} or behind it: nothing was written or read, so cache_control never arrives",
            "Add the layers behind it, down to `--live bedrock`, to learn which one drops it."),
        LayerVerdict.NothingRead =>
            new(false, last.Name,
                $"the cache is lost at {Named(last)} or behind it: nothing was read, and it does not say what was written",
            "Add the layers behind it, down to `--live bedrock`, to learn which one loses it."),
        LayerVerdict.WrittenNotRead =>
            new(false, last.Name,
                $"the cache is lost at {Named(last)} or behind it: both prompts were written and neither was read, so the prompt is "
                + "altered from call to call, or the calls go to different places",
            "Add the layers behind it, down to `--live bedrock`, to learn which one does; a time or an id in front of the prompt is "
                + "enough."),
        LayerVerdict.ReadsLittle =>
            new(false, last.Name, $"the cache is lost in part at {Named(last)} or behind it: {Read(last)}",
                "Where the cache point is put, and what is changed behind it."),
        LayerVerdict.TooShort =>
            new(false, last.Name,
                $"{Named(last)} counts {Tokens(last.Second.Input)} tokens, less than the {Tokens(last.Minimum)} that the model caches",
                "Give a larger `--prompt-tokens`."),
        _ => new(
            false, null, $"{Named(last)} hides the figures, so that nobody can tell from outside: its usage names no cache fields", Hides),
    };

    private static string Named(ProbedLayer layer) => layer.IsBedrock ? "Bedrock" : $"`{layer.Name}`";

    private static string Read(ProbedLayer layer) =>
        $"{Tokens(layer.Second.Read ?? 0)} of {Tokens(layer.Second.Input)} input tokens of the second call came from the cache";

    private static string Tokens(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);
}

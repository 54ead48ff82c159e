using System.Globalization;

namespace KillSwitch.Core.Caching;

/// <summary>A fault in words: what is seen, and what to look at.</summary>
/// <param name="Seen">One sentence.</param>
/// <param name="LookAt">What to do next; empty where there is nothing to do.</param>
public sealed record CacheAdvice(string Seen, string LookAt)
{
    private const string Probe = "`killswitch caching --live` sends two prompts through it and says at which layer the cache is lost.";

    public static CacheAdvice For(CacheFault fault) => fault switch
    {
        CacheFault.Works => new("Most of what could come from the cache does.", ""),
        CacheFault.TooFewCalls => new("Too few calls to tell.", ""),
        CacheFault.ModelWithoutCaching => new(
            "The model has no lower price for cached input, as far as the price list knows.",
            "If the workload repeats long prompts, a model with prompt caching may be cheaper; `killswitch prices MODEL` shows what a "
                + "cache read costs."),
        CacheFault.PromptsTooShort => new(
            "Most prompts are shorter than the model caches; Bedrock leaves them out without an error.",
            $"The minimum differs by model ({Range()} tokens). Nothing is broken; put the fixed text first and together, or leave it."),
        CacheFault.NothingToReuse => new(
            "No call continues the prompt of an earlier one.",
            "Single questions have nothing to cache. If they share a system prompt or tools, put these first, unchanged, and a cache "
                + "point behind them."),
        CacheFault.TooFarApart => new(
            "Most calls come after the cache has been thrown away: five minutes after its last use, unless one hour was asked for.",
            "Ask for one hour (`ttl: 1h` in cache_control or cachePoint, at a higher price for writing), or make the calls closer "
                + "together."),
        CacheFault.NeverAsked => new(
            "Nothing was ever written to the cache or read from it: cache_control (cachePoint in the Converse API) never arrives at "
                + "Bedrock.",
            "The client's setting for prompt caching, and a gateway that drops the field on its way, for example for a model alias or an "
                + $"inference profile that it does not recognise. {Probe}"),
        CacheFault.NeverRead => new(
            "The cache is written on every call and hardly ever read: each prompt begins differently, or is served where the last one is "
                + "not cached.",
            "A time, an id or a changed list of tools near the beginning of the prompt; a gateway that alters it; calls sent in turn to "
                + $"several models, regions or accounts. Cross-region profiles move calls at times of high demand. {Probe}"),
        CacheFault.Stopped => new(
            "The cache served well until then, and nothing since.",
            $"What was deployed at that time: an upgrade of the client or gateway, a new model id, another route. {Probe}"),
        CacheFault.SomeCallsOnly => new(
            "Some calls are served well and others not at all: two clients, two routes or two settings share this session.",
            "Who calls under this name: main agent and sub-agents, a retry or fallback path of the gateway, a second model alias. One of "
                + $"them does not ask for caching. {Probe}"),
        CacheFault.PartOfPrompt => new(
            "Nearly every call is served, but little of it: usually the system prompt and tools alone are cached, and the growing "
                + "conversation is paid anew.",
            "Add a cache point at the end of the last message, and move it along; of one point Bedrock looks back over some 20 content "
                + "blocks."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "not a fault"),
    };

    private static string Range() =>
        string.Create(CultureInfo.InvariantCulture, $"{CacheSupport.ShortestMinimum:#,##0} to {CacheSupport.LongestMinimum:#,##0}");
}

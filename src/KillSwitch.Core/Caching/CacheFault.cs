namespace KillSwitch.Core.Caching;

/// <summary>What the shape of a session's usage says of its cache.</summary>
public enum CacheFault
{
    /// <summary>Most of what could come from the cache does.</summary>
    Works,

    /// <summary>Too little was called to tell.</summary>
    TooFewCalls,

    /// <summary>The model has no price for cache reads below that of its input.</summary>
    ModelWithoutCaching,

    /// <summary>Most prompts are shorter than the model caches.</summary>
    PromptsTooShort,

    /// <summary>Calls come, but none continues a prompt of another.</summary>
    NothingToReuse,

    /// <summary>Calls come further apart than the cache lives.</summary>
    TooFarApart,

    /// <summary>Nothing was ever written or read.</summary>
    NeverAsked,

    /// <summary>Written again and again, and hardly ever read.</summary>
    NeverRead,

    /// <summary>It was read, and from one moment on no more.</summary>
    Stopped,

    /// <summary>Some calls are served well and others not at all.</summary>
    SomeCallsOnly,

    /// <summary>Nearly every call is served a little.</summary>
    PartOfPrompt,
}

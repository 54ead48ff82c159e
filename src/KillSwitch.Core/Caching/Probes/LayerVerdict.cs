namespace KillSwitch.Core.Caching.Probes;

/// <summary>What becomes of the cache on the way through a layer.</summary>
public enum LayerVerdict
{
    /// <summary>The second call read at least half of its input.</summary>
    Works,

    /// <summary>The second call read something, but less than half.</summary>
    ReadsLittle,

    /// <summary>Written, and not read by the second call.</summary>
    WrittenNotRead,

    /// <summary>Nothing was written and nothing read.</summary>
    NothingWritten,

    /// <summary>Nothing was read, and it does not say whether anything was written.</summary>
    NothingRead,

    /// <summary>The prompt was shorter than the model caches.</summary>
    TooShort,

    /// <summary>Its usage names no cache figures at all.</summary>
    Hidden,
}

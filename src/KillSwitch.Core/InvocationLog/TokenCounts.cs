using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.InvocationLog;

/// <summary>Token counts while a record is read: each may still be missing, and the envelope's win over the body's.</summary>
internal struct TokenCounts()
{
    public const long Missing = -1;

    /// <summary>More tokens in one call than any model takes or gives.</summary>
    public const long Largest = 1_000_000_000_000;

    public long Input = Missing;
    public long Output = Missing;
    public long CacheRead = Missing;
    public long CacheWrite = Missing;
    public long CacheWrite5m = Missing;
    public long CacheWrite1h = Missing;

    /// <summary>The count of <see cref="Input"/> is an OpenAI-style one, which includes what the cache served and took.</summary>
    public bool InputIncludesCached;

    public readonly bool HasAny => Input >= 0 || Output >= 0 || CacheRead >= 0 || CacheWrite >= 0;

    public readonly bool HasAll => Input >= 0 && Output >= 0 && CacheRead >= 0 && CacheWrite >= 0;

    /// <summary>Takes from the body what is missing here.</summary>
    public void FillFrom(in TokenCounts body)
    {
        if (Input < 0)
            (Input, InputIncludesCached) = (body.Input, body.InputIncludesCached);
        Output = Output < 0 ? body.Output : Output;
        CacheRead = CacheRead < 0 ? body.CacheRead : CacheRead;
        CacheWrite = CacheWrite < 0 ? body.CacheWrite : CacheWrite;
        CacheWrite5m = CacheWrite5m < 0 ? body.CacheWrite5m : CacheWrite5m;
        CacheWrite1h = CacheWrite1h < 0 ? body.CacheWrite1h : CacheWrite1h;
        // A split without its sum says the sum too.
        if (CacheWrite < 0 && (CacheWrite5m >= 0 || CacheWrite1h >= 0))
            CacheWrite = Math.Max(CacheWrite5m, 0) + Math.Max(CacheWrite1h, 0);
    }

    /// <summary>Disjoint counts; OpenAI's models count cached tokens as input tokens too, all others apart.</summary>
    public readonly TokenUsage ToUsage(ModelId model)
    {
        var (read, write) = (Math.Max(CacheRead, 0), Math.Max(CacheWrite, 0));
        var input = Math.Max(Input, 0);
        if (InputIncludesCached || model.Vendor == "openai")
            input = Math.Max(0, input - read - write);
        return new TokenUsage(input, Math.Max(Output, 0), read, write, Math.Clamp(CacheWrite1h, 0, write));
    }
}

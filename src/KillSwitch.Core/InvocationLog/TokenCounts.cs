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

    /// <summary>Input and output together, as the answer sums them.</summary>
    public long Total = Missing;

    /// <summary>The count of <see cref="Input"/> is an OpenAI-style one, which includes what the cache served and took.</summary>
    public bool InputIncludesCached;

    /// <summary>The body's own OpenAI-style count, where the envelope has one that may or may not be the same.</summary>
    public long InclusiveInput = Missing;

    public readonly bool HasAny => Input >= 0 || Output >= 0 || CacheRead >= 0 || CacheWrite >= 0;

    public readonly bool HasAll => Input >= 0 && Output >= 0 && CacheRead >= 0 && CacheWrite >= 0;

    /// <summary>Takes from the body what is missing here.</summary>
    public void FillFrom(in TokenCounts body)
    {
        if (Input < 0)
            (Input, InputIncludesCached) = (body.Input, body.InputIncludesCached);
        else if (InclusiveInput < 0 && body.InputIncludesCached)
            InclusiveInput = body.Input;
        Total = Total < 0 ? body.Total : Total;
        Output = Output < 0 ? body.Output : Output;
        CacheRead = CacheRead < 0 ? body.CacheRead : CacheRead;
        CacheWrite = CacheWrite < 0 ? body.CacheWrite : CacheWrite;
        CacheWrite5m = CacheWrite5m < 0 ? body.CacheWrite5m : CacheWrite5m;
        CacheWrite1h = CacheWrite1h < 0 ? body.CacheWrite1h : CacheWrite1h;
        // A split without its sum says the sum too.
        if (CacheWrite < 0 && (CacheWrite5m >= 0 || CacheWrite1h >= 0))
            CacheWrite = Math.Max(CacheWrite5m, 0) + Math.Max(CacheWrite1h, 0);
    }

    /// <summary>What a stream says at its start grows to what it says later, when its sums have grown.</summary>
    public void GrowTo(in TokenCounts later)
    {
        if (Input >= 0)
            Input = Math.Max(Input, later.Input);
        CacheRead = Math.Max(CacheRead, later.CacheRead);
        CacheWrite = Math.Max(CacheWrite, later.CacheWrite);
    }

    /// <summary>Disjoint counts, whether the input count includes what the cache served and took or stands beside it.</summary>
    public readonly TokenUsage ToUsage(ModelId model, string? operation)
    {
        var (read, write) = (Math.Max(CacheRead, 0), Math.Max(CacheWrite, 0));
        var input = Math.Max(Input, 0);
        if (IncludesCached(input, read + write, model, operation))
            input -= read + write;
        return new TokenUsage(input, Math.Max(Output, 0), read, write, Math.Clamp(CacheWrite1h, 0, write));
    }

    // The figures say it where they can; the vendor's habit decides where they do not.
    private readonly bool IncludesCached(long input, long cached, ModelId model, string? operation)
    {
        if (cached == 0 || input < cached)
            return false;
        if (InputIncludesCached || input == InclusiveInput)
            return true;
        if (input == InclusiveInput - cached)
            return false;
        var isOpenAi = model.Vendor == "openai";
        // OpenAI's models count inclusively in Converse's streams alone, and their total there counts what is cached twice.
        if (isOpenAi && operation == "ConverseStream")
            return true;
        var output = Math.Max(Output, 0);
        return Total == input + output || (isOpenAi && Total != input + cached + output);
    }
}

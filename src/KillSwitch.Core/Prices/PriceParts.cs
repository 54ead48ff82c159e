using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Prices;

/// <summary>A price while it is put together, kind by kind, from entries of falling rank.</summary>
internal sealed class PriceParts
{
    private readonly List<string> _sources = [];
    private decimal? _input;
    private decimal? _listedInput;
    private decimal? _output;
    private decimal? _cacheRead;
    private decimal? _cacheWrite5m;
    private decimal? _cacheWrite1h;
    private DateOnly? _date;

    public bool IsEnough => _input is not null && _output is not null;

    /// <summary>Takes what is still missing. Zero is unknown, never free.</summary>
    public void Fill(PriceEntry entry, decimal factor)
    {
        if (_input is null && entry.Input > 0)
            _date = entry.Date;
        if (entry.Input > 0)
            _listedInput = entry.Input * factor;
        var used = Take(ref _input, entry.Input)
            | Take(ref _output, entry.Output)
            | Take(ref _cacheRead, entry.CacheRead)
            | Take(ref _cacheWrite5m, entry.CacheWrite5m)
            | Take(ref _cacheWrite1h, entry.CacheWrite1h);
        if (!used)
            return;
        var source = factor == 1 ? entry.Source : $"{entry.Source} (global ×{factor})";
        if (!_sources.Contains(source))
            _sources.Add(source);

        bool Take(ref decimal? kind, decimal? amount)
        {
            if (kind is not null || amount is not > 0)
                return false;
            kind = amount * factor;
            return true;
        }
    }

    /// <summary>
    /// Fills the kinds that no one names, each on the dear side: a cache read at the input price; a cache write at the
    /// vendor's own multiple of it, else at the input price; of the lowest rank, so that a price of one's own for input moves nothing
    /// else. Null without an input price.
    /// </summary>
    public Price? Complete(CacheWriteFactors? writes, ServiceTier tier, PriceFactor factor)
    {
        if (_input is not { } input || _listedInput is not { } listed)
            return null;
        var cacheWrite5m = _cacheWrite5m ?? listed * (writes?.FiveMinutes ?? 1);
        var cacheWrite1h = _cacheWrite1h ?? (writes is null ? cacheWrite5m : listed * writes.OneHour);
        var times = factor.Factor;
        if (times != 1)
            _sources.Add($"{tier} ×{times}: {factor.Source}");
        return new Price
        {
            Input = input * times,
            Output = _output * times,
            CacheRead = (_cacheRead ?? listed) * times,
            CacheWrite5m = cacheWrite5m * times,
            CacheWrite1h = cacheWrite1h * times,
            Source = string.Join("; ", _sources),
            Date = _date,
            Basis = PriceBasis.Known,
        };
    }
}

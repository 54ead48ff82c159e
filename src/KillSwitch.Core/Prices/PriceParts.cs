namespace KillSwitch.Core.Prices;

/// <summary>A price while it is put together, kind by kind, from entries of falling rank.</summary>
internal sealed class PriceParts
{
    private readonly List<string> _sources = [];
    private decimal? _input;
    private decimal? _listedInput;
    private PriceLayer? _listed;
    private decimal? _output;
    private decimal? _cacheRead;
    private decimal? _cacheWrite5m;
    private decimal? _cacheWrite1h;
    private DateOnly? _date;
    private DateOnly? _from;

    public bool IsEnough => _input is not null && _output is not null;

    /// <summary>Takes what is still missing. Of input and output zero is unknown, never free; a cache may be.</summary>
    public void Fill(PriceEntry entry, PriceLayer layer, IEnumerable<PriceMultiple> factors)
    {
        var multiples = factors.ToList();
        var factor = multiples.Aggregate(1m, (product, one) => product * one.Price.Factor);
        if (_input is null && entry.Input > 0)
            (_date, _from) = (entry.Date, entry.From);
        if (entry.Input > 0 && layer != _listed)
            (_listedInput, _listed) = (entry.Input * factor, layer);
        var used = Take(ref _input, entry.Input, isFree: false)
            | Take(ref _output, entry.Output, isFree: false)
            | Take(ref _cacheRead, entry.CacheRead, isFree: true)
            | Take(ref _cacheWrite5m, entry.CacheWrite5m, isFree: true)
            | Take(ref _cacheWrite1h, entry.CacheWrite1h, isFree: true);
        if (!used)
            return;
        var source = multiples.Count == 0 ? entry.Source : $"{entry.Source} ({string.Join("; ", multiples)})";
        if (!_sources.Contains(source))
            _sources.Add(source);

        bool Take(ref decimal? kind, decimal? amount, bool isFree)
        {
            if (kind is not null || amount is null || (amount == 0 && !isFree))
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
    public Price? Complete(CacheWriteFactors? writes)
    {
        if (_input is not { } input || _listedInput is not { } listed)
            return null;
        var cacheWrite5m = _cacheWrite5m ?? listed * (writes?.FiveMinutes ?? 1);
        return new Price
        {
            Input = input,
            Output = _output,
            CacheRead = _cacheRead ?? listed,
            CacheWrite5m = cacheWrite5m,
            CacheWrite1h = _cacheWrite1h ?? (writes is null ? cacheWrite5m : listed * writes.OneHour),
            Source = string.Join("; ", _sources),
            Date = _date,
            From = _from,
            Basis = PriceBasis.Known,
        };
    }
}

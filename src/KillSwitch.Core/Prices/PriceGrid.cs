namespace KillSwitch.Core.Prices;

/// <summary>
/// A model's prices by the day they begin (rows) and by context length (columns); each axis ascends from the beginning of all.
/// </summary>
internal sealed class PriceGrid(IEnumerable<DateOnly> days, long[] lengths, Price[][] cells, PriceGrid? unpriced = null)
{
    private readonly long[] _ticks = [.. days.Select(day => day.ToDateTime(TimeOnly.MinValue).Ticks)];

    /// <summary>One price, whenever and however long.</summary>
    public PriceGrid(Price price)
        : this([DateOnly.MinValue], [-1], [[price]])
    {
    }

    /// <summary>What to take where the model's own price does not say enough.</summary>
    public PriceGrid Unpriced => unpriced ?? this;

    /// <summary>Input tokens beyond which another price holds; the first is below none.</summary>
    public IReadOnlyList<long> Lengths => lengths;

    /// <summary>Of every day, the price at a length.</summary>
    public IEnumerable<Price> Ever(long inputTokens)
    {
        var column = Column(inputTokens);
        return cells.Select(row => row[column]);
    }

    public Price At(DateTimeOffset time, long inputTokens)
    {
        var row = _ticks.Length - 1;
        while (row > 0 && time.UtcTicks < _ticks[row])
            row--;
        return cells[row][Column(inputTokens)];
    }

    private int Column(long inputTokens)
    {
        var column = lengths.Length - 1;
        while (column > 0 && inputTokens <= lengths[column])
            column--;
        return column;
    }
}

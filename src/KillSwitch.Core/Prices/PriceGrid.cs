namespace KillSwitch.Core.Prices;

/// <summary>
/// A model's prices by the day they begin (rows) and by context length (columns); each axis ascends from the beginning of all.
/// </summary>
internal sealed class PriceGrid(IEnumerable<DateOnly> days, long[] lengths, Price[][] cells, Price unpriced)
{
    private readonly long[] _ticks = [.. days.Select(day => day.ToDateTime(TimeOnly.MinValue).Ticks)];

    /// <summary>What to take where the model's own price does not say enough.</summary>
    public Price Unpriced => unpriced;

    public Price At(DateTimeOffset time, long inputTokens)
    {
        var row = _ticks.Length - 1;
        while (row > 0 && time.UtcTicks < _ticks[row])
            row--;
        var column = lengths.Length - 1;
        while (column > 0 && inputTokens <= lengths[column])
            column--;
        return cells[row][column];
    }
}

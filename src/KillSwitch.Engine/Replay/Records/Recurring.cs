namespace KillSwitch.Engine.Replay.Records;

/// <summary>What recurs in records, each kept once and written as its number.</summary>
internal sealed class Recurring<T>
    where T : notnull
{
    private readonly Dictionary<T, int> _numbers = [];
    private readonly List<T> _values = [];

    public T this[int number] => _values[number];

    public int NumberOf(T value)
    {
        if (!_numbers.TryGetValue(value, out var number))
        {
            _numbers.Add(value, number = _values.Count);
            _values.Add(value);
        }

        return number;
    }
}

namespace KillSwitch.Engine.Replay.Records;

/// <summary>What recurs in records, each kept once and written as its number.</summary>
internal sealed class Recurring<T>
    where T : class
{
    // Readers keep one object for each text, up to a number of texts.
    private const int MostObjects = 200_000;

    private readonly Dictionary<object, int> _byObject = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<T, int> _numbers = [];
    private readonly List<T> _values = [];

    public T this[int number] => _values[number];

    public int NumberOf(T value)
    {
        if (_byObject.TryGetValue(value, out var number))
            return number;
        if (!_numbers.TryGetValue(value, out number))
        {
            _numbers.Add(value, number = _values.Count);
            _values.Add(value);
        }

        if (_byObject.Count < MostObjects)
            _byObject.Add(value, number);
        return number;
    }
}

namespace KillSwitch.Aws.Stops;

/// <summary>Trips that this process knows to be written: what was written once stays so, and need not be asked again.</summary>
internal sealed class MetTrips
{
    private const int Most = 10_000;
    private const int MostOfOne = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<OnceKey>> _trips = new(StringComparer.Ordinal);

    public bool Contains(OnceKey trip)
    {
        lock (_lock)
            return _trips.TryGetValue(trip.Partition, out var trips) && trips.Exists(trip.IsSame);
    }

    public void Add(OnceKey trip)
    {
        lock (_lock)
        {
            if (_trips.Count >= Most)
                _trips.Clear();
            if (!_trips.TryGetValue(trip.Partition, out var trips))
                _trips.Add(trip.Partition, trips = []);
            if (trips.Count == MostOfOne)
                trips.RemoveAt(0);
            trips.Add(trip);
        }
    }
}

using KillSwitch.Core.Stops;

namespace KillSwitch.Aws.Stops;

/// <summary>Trips that this process knows to be written: what was written once stays so, and need not be asked again.</summary>
internal sealed class MetTrips
{
    private const int Most = 10_000;
    private const int MostOfOne = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<TripKey>> _trips = new(StringComparer.Ordinal);

    public bool Contains(TripKey trip, string level)
    {
        lock (_lock)
            return _trips.TryGetValue(TripItems.Partition(trip, level), out var trips) && trips.Exists(trip.IsSameTrip);
    }

    public void Add(TripKey trip, string level)
    {
        lock (_lock)
        {
            if (_trips.Count >= Most)
                _trips.Clear();
            var name = TripItems.Partition(trip, level);
            if (!_trips.TryGetValue(name, out var trips))
                _trips.Add(name, trips = []);
            if (trips.Count == MostOfOne)
                trips.RemoveAt(0);
            trips.Add(trip);
        }
    }
}

using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Embedded;

/// <summary>Stops and notices in memory, safe for several Meters at once.</summary>
public sealed class EmbeddedStopStore : IStopStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Stop> _stops = [];
    private readonly Dictionary<(string Rule, string Scope, int Round), List<TripKey>> _trips = [];
    private readonly Dictionary<(string Rule, string Scope, int Round, string Level), List<TripKey>> _told = [];

    public ValueTask<bool> TryOpenAsync(Stop stop, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var trip = stop.Trip;
            var opened = IsNew(_trips, (trip.Rule, trip.Scope, trip.Round), trip);
            if (opened)
                _stops.Add(stop.Id, stop);
            return ValueTask.FromResult(opened);
        }
    }

    public ValueTask<bool> TryTellAsync(NoticeKey notice, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var trip = notice.Trip;
            return ValueTask.FromResult(IsNew(_told, (trip.Rule, trip.Scope, trip.Round, notice.Level), trip));
        }
    }

    public ValueTask<Stop?> FindAsync(string stopId, CancellationToken cancellation)
    {
        lock (_lock)
            return ValueTask.FromResult(_stops.GetValueOrDefault(stopId));
    }

    public ValueTask<bool> TryAdvanceAsync(Stop known, Stop next, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_stops.GetValueOrDefault(known.Id) != known)
                return ValueTask.FromResult(false);
            _stops[known.Id] = next;
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<IReadOnlyList<Stop>> OpenAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            IReadOnlyList<Stop> open = [.. _stops.Values
                .Where(stop => stop.State is not (StopState.Released or StopState.Rejected))
                .OrderBy(stop => stop.At).ThenBy(stop => stop.Id, StringComparer.Ordinal)];
            return ValueTask.FromResult(open);
        }
    }

    public ValueTask<int> CountAutomaticAsync(Window window, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_stops.Values.Count(stop =>
                stop.State != StopState.AwaitingApproval && window.Contains(stop.At.ToUnixTimeSeconds())));
        }
    }

    private static bool IsNew<TKey>(Dictionary<TKey, List<TripKey>> known, TKey key, TripKey trip)
        where TKey : notnull
    {
        if (!known.TryGetValue(key, out var trips))
            known.Add(key, trips = []);
        if (trips.Exists(trip.IsSameTrip))
            return false;
        trips.Add(trip);
        return true;
    }
}

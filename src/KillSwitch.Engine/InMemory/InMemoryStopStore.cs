using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.InMemory;

/// <summary>Stops and notices in memory, safe for several Meters at once.</summary>
public sealed class InMemoryStopStore : IStopStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Stop> _stops = [];
    private readonly Dictionary<(Window Window, StopScope Kind), HashSet<string>> _automatic = [];
    private readonly Dictionary<(string Rule, string Scope, int Round, string Limit, long? Trailing), List<TripKey>> _trips = [];
    private readonly Dictionary<((string Rule, string Scope, int Round, string Limit, long? Trailing) Trip, string Level),
        List<TripKey>> _told = [];
    private readonly HashSet<NoticeKey.OfEvent> _events = [];
    private readonly Dictionary<string, PendingMessage> _untold = new(StringComparer.Ordinal);

    public ValueTask<OpenResult> TryOpenAsync(Stop stop, AutomaticBound? bound, PendingMessage? word, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var result = TryOpen(stop, bound);
            if (result == OpenResult.Opened)
                Keep(word);
            return ValueTask.FromResult(result);
        }
    }

    public ValueTask<bool> TryTellAsync(NoticeKey notice, PendingMessage? word, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var isNew = notice switch
            {
                NoticeKey.OfTrip { Trip: var trip } => IsNew(_told, (trip.Series, notice.Level), trip),
                NoticeKey.OfEvent one => _events.Add(one),
                _ => throw new ArgumentOutOfRangeException(nameof(notice), notice, "not a notice"),
            };
            if (isNew)
                Keep(word);
            return ValueTask.FromResult(isNew);
        }
    }

    public ValueTask<bool> IsKnownAsync(TripKey trip, CancellationToken cancellation)
    {
        lock (_lock)
            return ValueTask.FromResult(Knows(_trips, trip.Series, trip));
    }

    public ValueTask<Stop?> FindAsync(string stopId, CancellationToken cancellation)
    {
        lock (_lock)
            return ValueTask.FromResult(_stops.GetValueOrDefault(stopId));
    }

    public ValueTask<bool> TryAdvanceAsync(Stop known, Stop next, PendingMessage? word, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_stops.GetValueOrDefault(known.Id) != known)
                return ValueTask.FromResult(false);
            _stops[known.Id] = next;
            Keep(word);
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

    public ValueTask KeepAsync(PendingMessage word, CancellationToken cancellation)
    {
        lock (_lock)
            Keep(word);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<PendingMessage>> PendingAsync(CancellationToken cancellation)
    {
        lock (_lock)
            return ValueTask.FromResult<IReadOnlyList<PendingMessage>>([.. _untold.Values]);
    }

    public ValueTask ToldAsync(PendingMessage word, CancellationToken cancellation)
    {
        lock (_lock)
            _untold.Remove(word.Id);
        return ValueTask.CompletedTask;
    }

    private void Keep(PendingMessage? word)
    {
        if (word is not null)
            _untold[word.Id] = word;
    }

    private OpenResult TryOpen(Stop stop, AutomaticBound? bound)
    {
        if (_stops.ContainsKey(stop.Id) || (stop.Trip is { } met && Knows(_trips, met.Series, met)))
            return OpenResult.Known;
        if (bound is not null)
        {
            var (kind, name) = bound.Slot;
            if (!_automatic.TryGetValue((bound.Window, kind), out var taken))
                _automatic.Add((bound.Window, kind), taken = new HashSet<string>(StringComparer.Ordinal));
            if (taken.Count >= bound.Count && !taken.Contains(name))
                return OpenResult.OverBound;
            taken.Add(name);
        }

        if (stop.Trip is { } trip)
            IsNew(_trips, trip.Series, trip);
        _stops.Add(stop.Id, stop);
        return OpenResult.Opened;
    }

    private static bool Knows<TKey>(Dictionary<TKey, List<TripKey>> known, TKey key, TripKey trip)
        where TKey : notnull => known.TryGetValue(key, out var trips) && trips.Exists(trip.IsSameTrip);

    private static bool IsNew<TKey>(Dictionary<TKey, List<TripKey>> known, TKey key, TripKey trip)
        where TKey : notnull
    {
        if (Knows(known, key, trip))
            return false;
        if (!known.TryGetValue(key, out var trips))
            known.Add(key, trips = []);
        trips.Add(trip);
        return true;
    }
}

using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Cycle;

/// <summary>What one cycle over a batch did.</summary>
public sealed record MeterReport
{
    /// <summary>The batch as it was judged: with the models behind names that hide them.</summary>
    public IReadOnlyCollection<Invocation> Records { get; init; } = [];

    /// <summary>Records whose time has yet to come: damaged, and not counted.</summary>
    public IReadOnlyList<Invocation> Ahead { get; init; } = [];

    /// <summary>Records counted now.</summary>
    public int Counted { get; set; }

    /// <summary>Records that were counted in the place of others of the same request, whose figures were smaller.</summary>
    public int Corrected { get; set; }

    /// <summary>Requests of which records say different things.</summary>
    public IList<Contradiction> Contradictions { get; } = [];

    /// <summary>Records of requests that were counted before, those that were corrected among them.</summary>
    public int Duplicates { get; set; }

    /// <summary>What the records that were counted now add up to, with what corrections added.</summary>
    public Usage Usage { get; set; }

    /// <summary>The time of the newest record; null when none was served.</summary>
    public DateTimeOffset? NewestRecord { get; set; }

    /// <summary>Records that Bedrock refused.</summary>
    public int Refused { get; set; }

    /// <summary>Ids of models that have no price.</summary>
    public ISet<string> Unpriced { get; } = new SortedSet<string>(StringComparer.Ordinal);

    /// <summary>Served calls that were counted now and name no token count, by model.</summary>
    public IDictionary<string, int> Uncounted { get; } = new SortedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Stops that this batch opened or completed, as they stand now.</summary>
    public IList<Stop> Stops { get; } = [];

    public IList<Notice> Notices { get; } = [];
}

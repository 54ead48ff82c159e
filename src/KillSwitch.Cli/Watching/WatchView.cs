using KillSwitch.Cli.Status;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Watching;

/// <summary>What fills the screen instead of the overview.</summary>
internal abstract record Page
{
    private Page()
    {
    }

    internal sealed record Help : Page;

    /// <summary>Why a stop was made; null while that is read.</summary>
    internal sealed record Explained(string StopId, StopExplanation? Explanation) : Page;

    /// <summary>The counters of a name.</summary>
    internal sealed record CountersOf(string Name, IReadOnlyList<CounterReading> Counters) : Page;
}

/// <summary>All that the screen is made from.</summary>
internal sealed record WatchView
{
    /// <summary>Null before the first was read.</summary>
    public Snapshot? Snapshot { get; init; }

    public UsageBy By { get; init; } = UsageBy.Principal;

    public WindowUnit Unit { get; init; } = WindowUnit.Day;

    public required TimeSpan Every { get; init; }

    public bool IsPaused { get; init; }

    /// <summary>The row under the pointer; null for none.</summary>
    public string? Selected { get; init; }

    /// <summary>Null for the overview.</summary>
    public Page? Page { get; init; }

    /// <summary>Lines of the page that are scrolled past.</summary>
    public int Scrolled { get; init; }

    /// <summary>What AWS said to the last refresh; null when it went well.</summary>
    public string? Failure { get; init; }

    /// <summary>A sentence in answer to a key.</summary>
    public string? Note { get; init; }
}

using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Policies;

/// <summary>How long a counter counts before it starts anew.</summary>
public abstract record Every
{
    private Every()
    {
    }

    public sealed record Calendar(WindowUnit Unit) : Every;

    /// <summary>
    /// The trailing <paramref name="Duration"/>, whole minutes, never counted shorter and at most a 60th (or a minute) longer.
    /// </summary>
    public sealed record Rolling(TimeSpan Duration) : Every;
}

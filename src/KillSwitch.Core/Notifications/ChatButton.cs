using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Notifications;

/// <summary>What the message of a stop offers in a chat channel.</summary>
public enum ChatButton
{
    /// <summary>Lifts the stop.</summary>
    Restore,

    /// <summary>Lifts it, and grants a quarter of its limit beyond it.</summary>
    Raise,

    /// <summary>Lets a stop that waits go ahead.</summary>
    Approve,

    /// <summary>Drops a stop that waits.</summary>
    Reject,
}

/// <summary>Which buttons a stop has, and what they do.</summary>
public static class ChatButtons
{
    /// <summary>Of the limit that stands in the message: one amount however often and whenever it is pressed.</summary>
    public const int RaisePercent = 25;

    /// <summary>What a press of it says: <c>restore</c>.</summary>
    public static string Word(ChatButton button) => button.ToString().ToLowerInvariant();

    /// <summary>Whether a person may lift it with nothing else to be done: API keys are switched on by the command line alone.</summary>
    public static bool CanRestore(Stop stop) => stop.IsActive && stop.KeysOff.Count == 0;

    /// <summary>Whether it waits for a person's word.</summary>
    public static bool CanDecide(Stop stop) => stop.State == StopState.AwaitingApproval;

    /// <summary>What the button grants, in the limit's unit, rounded up; null where nothing bounds it that could be raised.</summary>
    public static decimal? RoomOf(Stop stop)
    {
        if (stop.Trip is not { IsEscalated: false }
            || stop.Evidence is not { Unit: not Unit.CacheHitRatio and var unit, Limit: > 0 and var limit })
        {
            return null;
        }

        var share = limit / (100m / RaisePercent);
        return unit is Unit.Usd or Unit.Budget ? decimal.Ceiling(share * 100) / 100 : decimal.Ceiling(share);
    }
}

using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Session.Acts;

/// <summary>What stands of a stop when the command that wrote it is broken off, and what becomes of it by itself.</summary>
internal static class ActWords
{
    /// <param name="stop">As it was written.</param>
    public static string Of(Stop stop) => stop.State switch
    {
        StopState.Intended => $"the stop `{stop.Id}` of `{Whom(stop)}` is written and will be carried out: the guard does so within a "
            + "minute",
        StopState.Enforced => $"`{Whom(stop)}` is stopped by `{stop.Id}`, and the deny was read back from IAM",
        StopState.Failed => $"the stop `{stop.Id}` of `{Whom(stop)}` is written and is not carried out yet: the guard tries again every "
            + "minute",
        StopState.Releasing => $"the restore of `{stop.Id}` is written and will be carried out: the guard lifts the deny of "
            + $"`{Whom(stop)}` within a minute",
        StopState.Released when stop.EnforcedAt is null => $"`{stop.Id}` is over, and nothing was cut",
        StopState.Released => $"`{stop.Id}` is restored, and that was read back from IAM",
        StopState.Rejected => $"`{stop.Id}` is rejected, and nothing was cut",
        _ => $"`{stop.Id}` is written, and nothing is cut by it",
    };

    /// <summary>While the answer is out; null where what was said of the stop holds whatever comes.</summary>
    public static string? Perhaps(Stop known, Stop next) => (known.State, next.State) switch
    {
        (_, StopState.Intended) => Unanswered(next, "is approved", "if it is, the guard carries it out"),
        (_, StopState.Releasing) => Unanswered(next, "is to be restored", "if it is, the guard lifts it"),
        (_, StopState.Rejected) => Unanswered(next, "is rejected", "if not, it still waits"),
        (StopState.Releasing or StopState.Intended, _) => null,
        _ => Unanswered(next, "was changed", "what stands there is in force"),
    };

    private static string Unanswered(Stop stop, string what, string then) =>
        $"AWS has not answered whether `{stop.Id}` {what}: `killswitch explain {stop.Id}` says, and {then}";

    private static string Whom(Stop stop) => PlainText.Of(stop.Target.Said);
}

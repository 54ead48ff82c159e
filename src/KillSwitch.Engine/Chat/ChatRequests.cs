using System.Globalization;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.ByHand;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Chat;

/// <summary>
/// Does what somebody pressed under the message of a stop, by the same paths as the command line. What becomes of the stop is told by the
/// stop's own message; what is not done is answered in the channel, once, and is written down with who asked. Pressing twice does it once.
/// </summary>
public sealed class ChatRequests(Enforcement enforcement, IPrincipalList principals, RestoreByHand restore)
{
    /// <summary>Of what nothing is done for somebody who may not.</summary>
    public const string RefusedKind = "chatRefused";

    /// <summary>Of what nothing is done, or not all that was asked for.</summary>
    public const string AnswerKind = "chatAnswer";

    private readonly GuardPorts _ports = enforcement.Ports;

    /// <param name="senderId">What SQS says of who sent it.</param>
    /// <param name="text">What was sent; anybody may have written it.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What was told in the channel beside the stop's own message; null for nothing.</returns>
    /// <exception cref="IOException">It is not known yet who pressed: to be tried again.</exception>
    public async ValueTask<Alert?> HearAsync(string senderId, string text, DateTimeOffset now, CancellationToken cancellation)
    {
        var policy = enforcement.Rules?.Policy ?? throw new InvalidOperationException("no policy in force is known");
        var sender = await ChatSender.OfAsync(senderId, principals, cancellation);
        var press = ChatPress.Parse(text);
        var stop = press is null ? null : await _ports.Stops.FindAsync(press.StopId, cancellation);
        var by = (sender as ChatSender.Known)?.Arn ?? "somebody unknown";
        var answer = await Asker.InChatAsync(sender, stop, enforcement, cancellation) switch
        {
            Asker.Refused { Why: var why } => new Answer($"it was refused: {why}", RefusedKind),
            Asker.Heard when press is null => new Answer(
                $"`{PlainText.Of(text.Length > 40 ? text[..40] + "…" : text)}` is no button's message; those are {ChatPress.Form}"),
            Asker.Heard when stop is null => new Answer($"there is no stop {press.StopId}"),
            Asker.Heard person => await ActAsync(stop, press.Button, person, policy, now, cancellation),
            _ => throw new InvalidOperationException("somebody is heard or refused"),
        };
        // Of a stop that changes the change itself is on record, with who asked for it.
        if (answer is null)
            return null;
        var what = press is null ? "something that no button sends" : $"`{ChatButtons.Word(press.Button)}`";
        await _ports.Actions.WriteAsync(
            now, press?.StopId ?? "chat", $"{by} pressed {what} in chat, and nothing was done: {answer.Why}", cancellation);
        var alert = AlertOf(answer, press, stop, by, now);
        await _ports.Notifier.TellAsync(PendingMessage.Of(alert), cancellation);
        return alert;
    }

    private async ValueTask<Answer?> ActAsync(
        Stop stop, ChatButton button, Asker.Heard person, Core.Policies.Policy policy, DateTimeOffset now, CancellationToken cancellation)
    {
        switch (button)
        {
            case ChatButton.Restore or ChatButton.Raise:
                return await RestoreAsync(stop, button, person, policy, now, cancellation);
            default:
                StopCommand command = button == ChatButton.Approve
                    ? new StopCommand.Approve(now, person.Arn)
                    : new StopCommand.Reject(now, person.Arn, "by a button in chat");
                return await enforcement.CommandAsync(stop, command, cancellation) switch
                {
                    StopTransition.To => null,
                    StopTransition.Refused { Reason: var reason } => new Answer(await NowAsync(stop, cancellation) ?? reason),
                    _ => new Answer(Word(stop)),
                };
        }
    }

    private async ValueTask<Answer?> RestoreAsync(
        Stop stop, ChatButton button, Asker.Heard person, Core.Policies.Policy policy, DateTimeOffset now, CancellationToken cancellation)
    {
        if (stop.KeysOff.Count > 0)
            return new Answer($"API keys were deactivated with it, and `killswitch restore {stop.Id}` reactivates them");
        var raise = 0m;
        if (button == ChatButton.Raise)
        {
            if (ChatButtons.RoomOf(stop) is not { } amount)
                return new Answer("it has no limit that could be raised");
            raise = amount;
        }

        var (_, result) = await restore.RunAsync(stop, policy, raise, person, now, cancellation);
        return result switch
        {
            RestoreResult.Done { But: { } but } => new Answer(but) { IsDone = true },
            RestoreResult.Done => null,
            RestoreResult.Unchanged { Stop: var same } => new Answer(Word(same)),
            RestoreResult.WouldTripAgain again => new Answer(TripsAgain(stop, again, raise)),
            RestoreResult.Refused { Reason: var reason } => new Answer(await NowAsync(stop, cancellation) ?? reason),
            RestoreResult.KeysOff { Keys: var keys } => new Answer($"these API keys do not work yet: {string.Join(", ", keys)}"),
            _ => throw new InvalidOperationException("a restore came to nothing known"),
        };
    }

    // Somebody else was quicker: what they did is the answer.
    private async ValueTask<string?> NowAsync(Stop stop, CancellationToken cancellation) =>
        await _ports.Stops.FindAsync(stop.Id, cancellation) is { } current && current.State != stop.State ? Word(current) : null;

    private static string TripsAgain(Stop stop, RestoreResult.WouldTripAgain again, decimal raise) =>
        $"it would trip again at once: it is at {Figure.Text(again.Unit, again.Measured)} of "
        + $"{Figure.Text(again.Unit, again.Limit + raise)}; `killswitch restore {stop.Id} --raise` with more than "
        + $"{Math.Max(0, again.Measured - again.Limit).ToString(again.Unit == Unit.Usd ? "0.##" : "0", CultureInfo.InvariantCulture)} "
        + "lets it go on";

    private static string Word(Stop stop)
    {
        var state = stop.State switch
        {
            StopState.Released => "it is restored already",
            StopState.Releasing => "it is being restored already",
            StopState.Rejected => "it was rejected already",
            StopState.Enforced => "it is in force already",
            StopState.Intended or StopState.Failed => "it is being put in force already",
            StopState.Observed => "it is only observed",
            _ => "it waits",
        };
        return stop.Note is { } note && stop.State is StopState.Released or StopState.Releasing or StopState.Rejected
            ? $"{state} ({note})"
            : state;
    }

    private static Alert AlertOf(Answer answer, ChatPress? press, Stop? stop, string by, DateTimeOffset now) => new()
    {
        Head = answer.IsDone ? "DONE, BUT" : "NOT DONE",
        Subject = press is null ? "a message to the guard" : $"{ChatButtons.Word(press.Button)} of {stop?.Target.Said ?? press.StopId}",
        Text = $"{by} pressed it, {(answer.IsDone ? "and it was done, but" : "and nothing was done:")} {answer.Why}.",
        Kind = answer.Kind,
        At = now,
        Thread = stop?.Id,
        IsForChatAlone = true,
        Details = press is null ? [("by", by)] : [("stop", press.StopId), ("by", by)],
    };

    /// <param name="Why">One clause.</param>
    private sealed record Answer(string Why, string Kind = AnswerKind)
    {
        /// <summary>Whether what was asked for was done all the same.</summary>
        public bool IsDone { get; init; }
    }
}

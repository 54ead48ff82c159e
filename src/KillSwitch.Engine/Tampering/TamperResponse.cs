using KillSwitch.Core.Deployments;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Tampering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tampering;

/// <summary>What an event came to.</summary>
public enum TamperOutcome
{
    /// <summary>It touched nothing of the guard's, or undid nothing.</summary>
    Nothing,

    PutBack,

    /// <summary>Only told: the guard may not create or edit what was changed.</summary>
    Told,

    /// <summary>Put back, as often before: someone fights for it.</summary>
    Contested,
}

/// <summary>
/// Puts back what someone undid, and tells who it was. The book decides what a detached deny means: a restore by the command line
/// has written itself down before it touches IAM.
/// </summary>
/// <param name="ours">What belongs to the guard.</param>
/// <param name="ownRoles">The ARNs of the guard's own roles, as they were deployed; what they do is no tampering. A name that is made to
/// look like theirs is none of them.</param>
public sealed class TamperResponse(GuardAssets ours, IReadOnlyCollection<string> ownRoles, Enforcement enforcement, IRepair repair)
{
    private readonly MessageDelivery _delivery = enforcement.MessageDelivery;
    private readonly RepairBound _bound = new(enforcement.Ports.Memory);

    /// <summary>How the guard is deployed again.</summary>
    public required Redeployment Redeployment { get; init; }

    /// <summary>Waits before a thing is put back that was only just; null where nobody waits.</summary>
    public Func<TimeSpan, CancellationToken, Task>? Pause { get; init; }

    public async ValueTask<TamperOutcome> RunAsync(TrailEvent call, DateTimeOffset now, CancellationToken cancellation)
    {
        if ((call.Role is { } role && ownRoles.Contains(role)) || TamperFinding.Of(call, ours) is not { } found)
            return TamperOutcome.Nothing;
        return found switch
        {
            TamperFinding.DenyDetached detached => await DenyAsync(call, detached, detached.Principal, now, cancellation),
            TamperFinding.TagsChanged tags => await DenyAsync(call, tags, tags.Principal, now, cancellation),
            TamperFinding.LoggingChanged logging =>
                await RepairAsync(call, logging, ["Bedrock's invocation logging"], async () =>
                    await repair.LoggingAsync(cancellation), now, cancellation),
            TamperFinding.RuleDisabled disabled => await RepairAsync(
                call,
                disabled,
                [$"the rule {disabled.Rule}"],
                async () =>
                {
                    await repair.RuleAsync(disabled.Rule, cancellation);
                    return "the rule is enabled again";
                },
                now,
                cancellation),
            TamperFinding.LeaseDetached =>
                await ToldAsync(call, found, "While the lease is lapsed its state machine attaches the deny again within two minutes.", now,
                    cancellation),
            _ => await ToldAsync(call, found, "The guard may not create or edit this and cannot put it back.", now, cancellation),
        };
    }

    private async ValueTask<TamperOutcome> DenyAsync(
        TrailEvent call, TamperFinding found, string principal, DateTimeOffset now, CancellationToken cancellation)
    {
        var standing = new List<Stop>();
        foreach (var stop in (await enforcement.Ports.Stops.OpenAsync(cancellation))
            .Where(stop => stop.State == StopState.Enforced && enforcement.Fallen(stop, now) is null && Holds(stop.Denied, principal)
            && !IsOlder(call, stop)))
        {
            var isItsPolicy = found is TamperFinding.DenyDetached detached && detached.Policy == ours.PrincipalPolicy
                && stop.Denied is StopTarget.Principal;
            // A person who restores one stop leaves the others in place: that is no tampering with them.
            if (isItsPolicy
                || (stop.Denied is not StopTarget.Principal && !await enforcement.IsInPlaceAsync(stop, principal, cancellation)))
            {
                standing.Add(stop);
            }
        }

        if (standing.Count == 0)
            return TamperOutcome.Nothing;
        return await RepairAsync(
            call,
            found,
            [.. standing.Select(RepairBound.DenyOf).Distinct()],
            async () =>
            {
                foreach (var stop in standing)
                {
                    if (await enforcement.EnsureAsync(stop, now, cancellation) is { State: StopState.Failed, Note: var note })
                        throw new RepairFailedException(note ?? "the deny could not be put back");
                }

                return $"the deny is in place again ({string.Join(", ", standing.Select(stop => stop.Id))})";
            },
            now,
            cancellation);
    }

    // What was done before the deny was put on did nothing to it; an event tells whole seconds.
    private static bool IsOlder(TrailEvent call, Stop stop) => call.At.AddSeconds(1) <= stop.EnforcedAt;

    private static bool Holds(StopTarget target, string principal) => target is StopTarget.WholeAccount || target switch
    {
        StopTarget.Principal one => one.PrincipalName == principal,
        StopTarget.Session one => one.PrincipalName == principal,
        StopTarget.Models one => Holds(one.Whose, principal),
        _ => true,
    };

    private async ValueTask<TamperOutcome> RepairAsync(
        TrailEvent call, TamperFinding found, IReadOnlyList<string> things, Func<ValueTask<string>> act, DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (Pause is { } pause && await _bound.PauseAsync(things[0], now, cancellation) is var wait && wait > TimeSpan.Zero)
            await pause(wait, cancellation);

        // What is found once is not found again when it was put back and nobody lived to tell of it.
        var begun = PendingMessage.Of(KeyOf(call, call.Id, "begun"), AlertOf(call, found, "TAMPERED", "It is put back.", "tampering", now));
        await _delivery.PrepareAsync(begun, cancellation);
        // First the act, which may be done twice; then the word, which is said once.
        string stands;
        try
        {
            stands = await act();
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            await TellAsync(
                call, found, "TAMPERED", $"It could not be put back: {enforcement.Ports.Words(error)}.", "tampering", once: call.Id, now,
                cancellation);
            await _delivery.StrikeAsync(begun, cancellation);
            throw;
        }

        var outcome = TamperOutcome.PutBack;
        foreach (var thing in things)
        {
            if (await _bound.CountAsync(thing, call, now, cancellation) is { IsFight: true } fight)
            {
                await _delivery.TryTellAsync(ContestWords.KeyOf(fight), ContestWords.Of(fight, now), cancellation);
                outcome = TamperOutcome.Contested;
            }
        }

        if (outcome == TamperOutcome.PutBack)
            await TellAsync(call, found, "PUT BACK", $"Put back: {stands}.", "tampering", once: call.Id, now, cancellation);
        await _delivery.StrikeAsync(begun, cancellation);
        return outcome;
    }

    private async ValueTask<TamperOutcome> ToldAsync(
        TrailEvent call, TamperFinding found, string sentence, DateTimeOffset now, CancellationToken cancellation)
    {
        await TellAsync(call, found, "TAMPERED", sentence, "tampering", once: call.Id, now, cancellation);
        return TamperOutcome.Told;
    }

    private async ValueTask TellAsync(
        TrailEvent call, TamperFinding found, string head, string sentence, string kind, string once, DateTimeOffset now,
        CancellationToken cancellation) =>
        await _delivery.TryTellAsync(KeyOf(call, once, head), AlertOf(call, found, head, sentence, kind, now), cancellation);

    private static NoticeKey.OfEvent KeyOf(TrailEvent call, string once, string level)
    {
        var second = call.At.ToUnixTimeSeconds();
        return new NoticeKey.OfEvent(NoticeTopic.Tampering, once, new Window(second, second + 1), level);
    }

    private Alert AlertOf(
        TrailEvent call, TamperFinding found, string head, string sentence, string kind, DateTimeOffset now) => new()
        {
            Head = head,
            Subject = found.What,
            Text = $"{call.Actor} {found.What}. {sentence}",
            Remedy = head == "PUT BACK" ? null
                : $"{Redeployment.Command}, which puts the guard in order; see to it that the one who did this may not",
            Kind = kind,
            At = now,
            Details =
        [
            ("who", call.Actor), ("from", call.SourceIp), ("with", call.UserAgent), ("call", $"{call.Source} {call.Name}"),
            ("when", call.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + " UTC"),
        ],
        };
}

/// <summary>Something could not be put back; the event is delivered again.</summary>
public sealed class RepairFailedException(string message) : Exception(message);

using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.ByHand;

/// <summary>Somebody who asks the guard for something, and whether the guard would carry it out: before anything is written.</summary>
public abstract record Asker
{
    private Asker()
    {
    }

    /// <param name="arn">The ARN of the person.</param>
    /// <param name="enforcement">Whose operators may ask.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async ValueTask<Asker> OfAsync(string arn, Enforcement enforcement, CancellationToken cancellation) =>
        new Asking(enforcement.Operators).Refusal(arn, await enforcement.Ports.Stops.OpenAsync(cancellation)) is { } why
            ? new Refused(why)
            : new Heard(arn);

    /// <summary>The same of somebody who pressed a button under the message of a stop.</summary>
    /// <param name="sender">As SQS says.</param>
    /// <param name="pressed">The stop; null where there is none.</param>
    /// <param name="enforcement">Whose policy says who may.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async ValueTask<Asker> InChatAsync(
        ChatSender sender, Stop? pressed, Enforcement enforcement, CancellationToken cancellation) =>
        new ChatRight(enforcement.Rules?.Policy.MayRestoreInChat ?? [])
            .Refusal(sender, pressed, await enforcement.Ports.Stops.OpenAsync(cancellation)) is { } why
            ? new Refused(why)
            : new Heard(((ChatSender.Known)sender).Arn);

    /// <summary>Who may have things done by hand. Nobody else makes one: what is done for somebody was asked about.</summary>
    public sealed record Heard : Asker
    {
        internal Heard(string arn) => Arn = arn;

        public string Arn { get; }
    }

    /// <param name="Why">One clause.</param>
    public sealed record Refused(string Why) : Asker;
}

using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Messages;

/// <summary>Tells of what is no counter and no stop: trouble of the guard's own, tampering, a budget.</summary>
public static class AlertMessage
{
    public static Message Of(Alert alert, GuardAddress guard) => new Draft
    {
        Guard = guard,
        Kind = alert.Kind,
        Urgency = alert.Remedy is null ? Urgency.Inform : Urgency.Warn,
        Head = alert.Head,
        Name = alert.Subject,
        Sentence = alert.Text,
        IsSentenceApart = true,
        Facts =
        [
            .. alert.Remedy is { } remedy ? [("Do", remedy)] : Array.Empty<(string, string)>(),
            ("Time", Moment.Second(alert.At, guard.Calendar)),
            .. alert.Details.Select(detail => (char.ToUpperInvariant(detail.Label[0]) + detail.Label[1..], detail.Value)),
        ],
        Commands = [],
        Further = [("Look", $"killswitch status {guard.Options}")],
        Keywords = [alert.Kind],
        Thread = alert.Thread,
    }.ToMessage(Json(alert, guard));

    private static string Json(Alert alert, GuardAddress guard) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", alert.Kind);
        json.WriteString("stack", guard.Stack);
        json.WriteString("region", guard.Region);
        json.WriteString("subject", alert.Subject);
        json.WriteString("text", alert.Text);
        json.WriteString("remedy", alert.Remedy);
        json.WriteString("at", alert.At);
        json.WriteStartObject("details");
        foreach (var (label, value) in alert.Details)
            json.WriteString(label, value);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}

using System.Globalization;
using System.Text;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Messages;

/// <summary>Tells of what is no counter and no stop: trouble of the guard's own, tampering, a budget.</summary>
public static class AlertMessage
{
    private const int LabelWidth = 9;

    public static Message Of(Alert alert, GuardAddress guard)
    {
        var text = new StringBuilder(PlainText.Of(alert.Text)).Append("\n\n");
        Line("Time", alert.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC");
        foreach (var (label, value) in alert.Details)
            Line(char.ToUpperInvariant(label[0]) + label[1..], PlainText.Of(value));
        if (alert.Remedy is { } remedy)
            Line("Do", PlainText.Of(remedy));
        Line("Look", $"killswitch status {guard.Options}");
        return new Message(Message.SubjectOf($"{alert.Head}: {PlainText.Of(alert.Subject)}"), text.ToString(), Json(alert, guard));

        void Line(string label, string value) => text.Append(label.PadRight(LabelWidth - 1)).Append(' ').Append(value).Append('\n');
    }

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

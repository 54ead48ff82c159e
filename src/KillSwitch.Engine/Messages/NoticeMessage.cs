using System.Globalization;
using System.Text;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Messages;

/// <summary>Tells that a counter reached a level or its limit.</summary>
public static class NoticeMessage
{
    public static Message Of(Notice notice, GuardAddress guard)
    {
        var subject = PlainText.Of(notice.Subject);
        var (measured, limit) = (Figure.Text(notice.Unit, notice.Measured), Figure.Text(notice.Unit, notice.Limit));
        var isBreach = notice.Key.Level == NoticeKey.Breach;
        var head = isBreach ? "OVER LIMIT" : "AT " + notice.Key.Level;
        var sentence = isBreach
            ? $"{subject} is past its limit: {measured} of {limit}."
            : $"{subject} has used {notice.Key.Level} of its limit: {measured} of {limit}.";
        var text = new StringBuilder()
            .Append(sentence).Append("\n\n")
            .Append("Rule     ").Append(notice.Key.Trip.Rule).Append('\n')
            .Append("Account  ").Append(notice.Account).Append('\n')
            .Append("Window   ").Append(Time(notice.Window.From)).Append(" to ").Append(Time(notice.Window.Until)).Append('\n')
            .Append("Look     killswitch usage ").Append(guard.Options).Append('\n');
        return new Message(Message.SubjectOf($"{head} {subject}: {measured} of {limit} ({notice.Key.Trip.Rule})"), text.ToString(), Json(notice, guard));
    }

    private static string Json(Notice notice, GuardAddress guard) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "notice");
        json.WriteString("stack", guard.Stack);
        json.WriteString("region", guard.Region);
        json.WriteString("rule", notice.Key.Trip.Rule);
        json.WriteString("level", notice.Key.Level);
        json.WriteString("subject", notice.Subject);
        json.WriteString("account", notice.Account);
        json.WriteString("unit", notice.Unit);
        json.WriteNumber("measured", notice.Measured);
        json.WriteNumber("limit", notice.Limit);
        json.WriteString("from", notice.Window.From);
        json.WriteString("until", notice.Window.Until);
        json.WriteString("at", notice.At);
        json.WriteEndObject();
    });

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}

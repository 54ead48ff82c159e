using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Messages;

/// <summary>Tells that a counter reached a level or its limit, and when it would be stopped.</summary>
public static class NoticeMessage
{
    public static Message Of(Notice notice, GuardAddress guard)
    {
        var figures = $"{Figure.Text(notice.Unit, notice.Measured)} of {Figure.Text(notice.Unit, notice.Limit)}";
        var isBreach = notice.Key.Level == NoticeKey.Breach;
        var isRatio = notice.Unit == Unit.CacheHitRatio;
        return new Draft
        {
            Guard = guard,
            Kind = "notice",
            Urgency = Urgency.Warn,
            Head = isBreach ? "OVER LIMIT" : "AT " + notice.Key.Level,
            Name = notice.Subject,
            Tail = $": {figures} ({notice.Key.Trip.Rule})",
            Sentence = isRatio
                ? $"{Figure.Text(notice.Unit, notice.Measured)} of its input tokens came from the cache, below "
                    + $"{Figure.Text(notice.Unit, notice.Limit)}."
                : isBreach ? $"it is past its limit, {figures}." : $"it has used {figures}.",
            Facts =
            [
                ("Rule", notice.Key.Trip.Rule),
                ("Since", Moment.Minute(notice.Window.From, guard.Calendar)),
                .. notice.Outlook is { } outlook ? [("Outlook", Sentence(notice, outlook, guard))] : Array.Empty<(string, string)>(),
                .. notice.Key.Trip.IsRolling
                    ? Array.Empty<(string, string)>()
                    : [("Until", Moment.Minute(notice.Window.Until, guard.Calendar) + ", then it starts anew")],
            ],
            Further = [("Look", $"killswitch usage {guard.Options}")],
            Evidence = [("Account", notice.Account), ("Found", Moment.Second(notice.At, guard.Calendar))],
            Thread = notice.Key.Trip.StopId(),
            Keywords = [notice.Key.Trip.Rule, notice.Key.Level, notice.Account],
            Context = [("account", notice.Account), ("level", notice.Key.Level)],
        }.ToMessage(Json(notice, guard));
    }

    private static string Sentence(Notice notice, Outlook outlook, GuardAddress guard)
    {
        var rate = $"{Figure.Text(notice.Unit, outlook.PerHour)} an hour, "
            + (outlook.IsMean ? "the mean of this window," : "as in the last five minutes,");
        if (outlook.ReachedAt is not { } at)
            return $"at {rate} not reached in this window";
        return $"at {rate} the limit is reached about {Moment.Minute(at, guard.Calendar)}, that is in "
            + $"{Moment.Span(at - notice.At)}{Then(notice)}";
    }

    private static string Then(Notice notice)
    {
        if (notice.Next is not { } next || notice.Target is not { } target)
            return "; nothing is stopped then";
        if (notice.Obstacle is { } obstacle)
            return $"; {SafeText.Name(target)} cannot be stopped then: {obstacle}";
        return "; then " + next switch
        {
            StopState.Observed => $"{SafeText.Name(target)} would be stopped, if the policy did not only observe",
            StopState.AwaitingApproval => $"the stop of {SafeText.Name(target)} waits for a person",
            _ => $"{SafeText.Name(target)} is stopped",
        };
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
        json.WriteString("unit", UnitText.Of(notice.Unit));
        json.WriteNumber("measured", notice.Measured);
        json.WriteNumber("limit", notice.Limit);
        json.WriteString("from", notice.Window.From);
        json.WriteString("until", notice.Window.Until);
        json.WriteString("timezone", guard.Calendar.Zone);
        json.WriteString("at", notice.At);
        if (notice.Outlook is { } outlook)
        {
            json.WriteStartObject("outlook");
            json.WriteNumber("perHour", outlook.PerHour);
            json.WriteString("pace", outlook.IsMean ? "window" : "lastMinutes");
            json.WriteString("reachedAt", outlook.ReachedAt is { } reached ? Moment.Iso(reached) : null);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("outlook");
        }

        json.WriteString("then", notice.Next is not { } next ? null
            : JsonText.Word(next == StopState.Intended && notice.Obstacle is not null ? StopState.Failed : next));
        json.WriteString("target", notice.Target);
        if (notice.Obstacle is { } obstacle)
            json.WriteString("obstacle", obstacle);
        json.WriteEndObject();
    });
}

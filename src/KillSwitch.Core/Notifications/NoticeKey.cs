using System.Globalization;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Notifications;

/// <summary>What is told once.</summary>
public abstract record NoticeKey
{
    public const string Breach = "breach";

    private NoticeKey(string level) => Level = level;

    /// <summary>Of one thing each level is told once.</summary>
    public string Level { get; init; }

    /// <summary>Short, the same for the same whatever its level.</summary>
    public abstract string Id { get; }

    public static string Percent(int percent) => percent.ToString(CultureInfo.InvariantCulture) + "%";

    /// <summary>A level that a counter reached, or its breach.</summary>
    /// <param name="Level"><c>80%</c>, or <c>breach</c>.</param>
    public sealed record OfTrip(TripKey Trip, string Level) : NoticeKey(Level)
    {
        public override string Id => Trip.StopId();
    }

    /// <summary>Anything else that happens.</summary>
    /// <param name="Topic">What it is about.</param>
    /// <param name="Thing">What of that: the same is told once in a window.</param>
    /// <param name="Window">When.</param>
    public sealed record OfEvent(NoticeTopic Topic, string Thing, Window Window, string Level) : NoticeKey(Level)
    {
        public override string Id => StopId.Of(TopicText, Thing, Window);

        /// <summary>The topic as it is kept, in a rule's place: no rule can have such an id.</summary>
        public string TopicText => Topic switch
        {
            NoticeTopic.Tampering => "(tampering)",
            NoticeTopic.Setup => "(setup)",
            NoticeTopic.Policy => "(policy)",
            NoticeTopic.Exempt => "(exempt)",
            NoticeTopic.Budget => "(budget)",
            NoticeTopic.Anomaly => "(anomaly)",
            _ => throw new InvalidOperationException($"{Topic} has no text"),
        };
    }
}

using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Notifications;

/// <summary>Which owners hear of a message.</summary>
public static class MessageOwners
{
    /// <summary>Of stops and of levels, and of nothing that is the guard's own.</summary>
    public static IReadOnlyList<TopicArn> TopicsOf(this PolicyOwners owners, MessageContent content) => content switch
    {
        MessageContent.OfStop { Stop: var stop } => owners.TopicsOf(stop),
        MessageContent.OfNotice { Notice: var notice } => owners.TopicsOf(notice.Key.Trip, notice.Account),
        _ => [],
    };
}

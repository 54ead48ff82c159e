using KillSwitch.Core.Notifications;

namespace KillSwitch.Engine.Chat;

/// <summary>A button that was pressed under a message of a stop, as its command writes it: <c>stop-abcdefghjk/restore</c>.</summary>
/// <param name="StopId">The stop that the message was of.</param>
/// <param name="Button">Which.</param>
public sealed record ChatPress(string StopId, ChatButton Button)
{
    private const int LongestText = 64;

    /// <summary>What every press looks like, for whoever wrote something else.</summary>
    public static string Form { get; } = $"STOP/{string.Join(", STOP/", Enum.GetValues<ChatButton>().Select(ChatButtons.Word))}";

    /// <summary>Null for what no button sends.</summary>
    public static ChatPress? Parse(string text)
    {
        if (text.Length > LongestText || text.Trim().Split('/') is not [var stop, var word] || !Core.Stops.StopId.IsOne(stop))
            return null;
        foreach (var button in Enum.GetValues<ChatButton>())
        {
            if (ChatButtons.Word(button) == word)
                return new ChatPress(stop, button);
        }

        return null;
    }
}

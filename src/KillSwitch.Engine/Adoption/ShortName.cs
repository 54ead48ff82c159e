using KillSwitch.Core.Notifications;

namespace KillSwitch.Engine.Adoption;

/// <summary>A name as it may stand in a sentence: on one line, and not for ever.</summary>
internal static class ShortName
{
    private const int Longest = 80;

    public static string Of(string name)
    {
        var plain = PlainText.Of(name);
        return plain.Length <= Longest ? plain : plain[..Longest] + "…";
    }
}

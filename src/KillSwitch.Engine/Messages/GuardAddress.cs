using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Messages;

/// <summary>Which guard speaks: what a person has to give the command line to reach it, and by which clock its windows turn.</summary>
public sealed record GuardAddress(string Stack, string Region)
{
    /// <summary>The policy's time zone.</summary>
    public WindowCalendar Calendar { get; init; } = WindowCalendar.Of("UTC");

    /// <summary>
    /// The options of a command, ready to be pasted. The region is always there: nobody knows which one a person's own settings name.
    /// </summary>
    public string Options => $"{GuardSetting.StackOption(Stack)} --region {Region}".TrimStart();
}

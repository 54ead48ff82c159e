namespace KillSwitch.Engine.Messages;

/// <summary>Which guard speaks: what a person has to give the command line to reach it.</summary>
public sealed record GuardAddress(string Stack, string Region)
{
    /// <summary>The options of a command, ready to be pasted.</summary>
    public string Options => $"--stack {Stack} --region {Region}";
}

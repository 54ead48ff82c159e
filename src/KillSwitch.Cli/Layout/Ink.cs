namespace KillSwitch.Cli.Layout;

/// <summary>What a piece of text means to the eye; without colour it means nothing more than its words.</summary>
internal enum Ink
{
    Plain,
    Strong,
    Faint,
    Good,
    Warning,
    Bad,
    Chart,
    Selected,
}

namespace KillSwitch.Engine.Report;

/// <summary>The room that a text takes.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    // Of the widest of the fonts that the page asks for.
    private const double StrongLetter = 8;
    private const double Letter = 7;

    public static double WidthOf(string text, bool isStrong) => text.Length * (isStrong ? StrongLetter : Letter);

    public bool Overlaps(Box other) => Left < other.Left + other.Width && other.Left < Left + Width
        && Top < other.Top + other.Height && other.Top < Top + Height;
}

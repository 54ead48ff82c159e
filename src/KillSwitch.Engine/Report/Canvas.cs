namespace KillSwitch.Engine.Report;

/// <summary>A chart is drawn for a desk and for a phone; the page shows the one that fits.</summary>
/// <param name="Kind">The class that the page's style goes by.</param>
/// <param name="Width">In pixels, about as wide as it is shown.</param>
/// <param name="Marks">As many on the axis of time.</param>
internal sealed record Canvas(string Kind, double Width, int Marks)
{
    public static IReadOnlyList<Canvas> All { get; } = [new("desk", 960, 10), new("phone", 358, 5)];
}

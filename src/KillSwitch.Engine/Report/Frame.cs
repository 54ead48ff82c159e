using System.Text;

namespace KillSwitch.Engine.Report;

/// <summary>A chart's field: where time and value land, its grid and its marks.</summary>
internal sealed class Frame(DateTimeOffset from, DateTimeOffset to, decimal top, double height)
{
    public const double Width = 960;
    private const double Left = 64;
    private const double Right = 18;
    public const double Ceiling = 26;
    private const double Below = 30;

    private readonly double _seconds = Math.Max(1, (to - from).TotalSeconds);

    public double Height => height;

    public double Floor => height - Below;

    public double X(DateTimeOffset at) => Left + (Math.Clamp((at - from).TotalSeconds / _seconds, 0, 1) * (Width - Left - Right));

    public double Y(decimal value) => Floor - ((double)Math.Clamp(value / top, 0, 1) * (Floor - Ceiling));

    public void Grid(
        StringBuilder svg, IEnumerable<(decimal Value, string Label)> values, IEnumerable<(DateTimeOffset At, string Label)> times)
    {
        foreach (var (value, label) in values)
        {
            var y = Html.Number(Y(value));
            svg.Append($"<line class='grid' x1='{Left}' x2='{Width - Right}' y1='{y}' y2='{y}'/><text class='tick' x='{Left - 8}' y='{y}' "
                + $"dy='4' text-anchor='end'>{label}</text>");
        }

        var odd = false;
        foreach (var (at, label) in times)
        {
            var x = Html.Number(X(at));
            svg.Append($"<line class='mark' x1='{x}' x2='{x}' y1='{Html.Number(Floor)}' y2='{Html.Number(Floor + 5)}'/><text "
                + $"class='tick{(odd ? " odd" : "")}' x='{x}' y='{Html.Number(Floor + 20)}' text-anchor='middle'>{label}</text>");
            odd = !odd;
        }
    }

    /// <summary>A path of straight lines through the points.</summary>
    public string Path(IEnumerable<(DateTimeOffset At, decimal Value)> points)
    {
        var path = new StringBuilder();
        foreach (var (at, value) in points)
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Html.Number(X(at))).Append(' ').Append(Html.Number(Y(value)));
        return path.ToString();
    }

    public void Open(StringBuilder svg, string title, string description) => svg.Append(
        $"<svg viewBox='0 0 {Width} {Html.Number(height)}' role='img' "
            + $"aria-label='{Html.Text(title)}'><title>{Html.Text(title)}</title><desc>{Html.Text(description)}</desc>");

    public static void Close(StringBuilder svg) => svg.Append("</svg>\n");
}

using System.Text;

namespace KillSwitch.Engine.Report;

/// <summary>A chart's field: where time and value land, its grid, its marks, and its labels, of which none lies on another.</summary>
internal sealed class Frame(DateTimeOffset from, DateTimeOffset to, decimal top, double height, Canvas canvas)
{
    public const double Ceiling = 26;
    private const double Left = 64;
    private const double Right = 18;
    private const double Below = 30;
    private const double LineHeight = 17;
    private const double Ascent = 13;

    private readonly double _seconds = Math.Max(1, (to - from).TotalSeconds);
    private readonly List<Box> _labels = [];

    public double Floor => height - Below;

    public static double Start => Left;

    public double End => canvas.Width - Right;

    public double X(DateTimeOffset at) => Left + (Math.Clamp((at - from).TotalSeconds / _seconds, 0, 1) * (End - Left));

    public double Y(decimal value) => Floor - ((double)Math.Clamp(value / top, 0, 1) * (Floor - Ceiling));

    public void Grid(StringBuilder svg, IEnumerable<(decimal Value, string Label)> values)
    {
        foreach (var (value, label) in values)
        {
            var y = Html.Number(Y(value));
            svg.Append($"<line class='grid' x1='{Left}' x2='{Html.Number(End)}' y1='{y}' y2='{y}'/><text class='tick' x='{Left - 8}' "
                + $"y='{y}' dy='4' text-anchor='end'>{label}</text>");
        }

        var free = 0.0;
        foreach (var (at, label) in Axis.Time(from, to, canvas.Marks))
        {
            var (x, half) = (X(at), Box.WidthOf(label, isStrong: false) / 2);
            svg.Append($"<line class='mark' x1='{Html.Number(x)}' x2='{Html.Number(x)}' y1='{Html.Number(Floor)}' "
                + $"y2='{Html.Number(Floor + 5)}'/>");
            if (x - half < free || x + half > canvas.Width)
                continue;
            free = x + half + 8;
            svg.Append($"<text class='tick' x='{Html.Number(x)}' y='{Html.Number(Floor + 20)}' text-anchor='middle'>{label}</text>");
        }
    }

    /// <summary>A label at a place, or as near above or below it as no other label lies.</summary>
    /// <param name="svg">The picture.</param>
    /// <param name="kind">Its class.</param>
    /// <param name="text">Escaped.</param>
    /// <param name="x">Where it begins, or ends.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="isEnd">It ends at <paramref name="x"/>.</param>
    public void Label(StringBuilder svg, string kind, string text, double x, double y, bool isEnd)
    {
        var width = Box.WidthOf(text, isStrong: true);
        if (isEnd && x - width < 0)
            (x, isEnd) = (0, false);
        else if (!isEnd && x + width > canvas.Width)
            (x, isEnd) = (canvas.Width, true);
        var left = isEnd ? x - width : x;
        var box = Enumerable.Range(0, (int)(height / LineHeight) * 2)
            .Select(i => y + (((i + 1) / 2) * LineHeight * (i % 2 == 0 ? 1 : -1)))
            .Where(line => line >= Ascent && line <= Floor - 3)
            .Select(line => (Box?)new Box(left, line - Ascent, width, LineHeight))
            .FirstOrDefault(box => !_labels.Exists(box!.Value.Overlaps))
            ?? new Box(left, y - Ascent, width, LineHeight);
        _labels.Add(box);
        svg.Append($"<text class='label {kind}' x='{Html.Number(x)}' y='{Html.Number(box.Top + Ascent)}' "
            + $"text-anchor='{(isEnd ? "end" : "start")}'>{text}</text>");
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
        $"<svg class='{canvas.Kind}' viewBox='0 0 {Html.Number(canvas.Width)} {Html.Number(height)}' role='img' "
            + $"aria-label='{Html.Text(title)}'><title>{Html.Text(title)}</title><desc>{Html.Text(description)}</desc>");

    public static void Close(StringBuilder svg) => svg.Append("</svg>\n");
}

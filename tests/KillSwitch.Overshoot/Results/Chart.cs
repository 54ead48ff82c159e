using System.Globalization;
using System.Text;
using KillSwitch.Overshoot.Watchers;

namespace KillSwitch.Overshoot.Results;

/// <summary>
/// Money past the limit on a logarithmic axis: for each workload and watcher a line from the median over the 95th percentile to the worst.
/// </summary>
internal static class Chart
{
    private const double Width = 960;
    private const double Left = 330;
    private const double Zero = 356;
    private const double Least = 400;
    private const double Right = 24;
    private const double Row = 19;
    private const double Head = 58;
    private const double Group = 34;

    // From a ten-thousandth of the limit to a hundred times the limit.
    private static readonly (double Share, string Label)[] Marks =
        [(0.0001, "0.01 %"), (0.001, "0.1 %"), (0.01, "1 %"), (0.1, "10 %"), (1, "100 %"), (10, "10 ×"), (100, "100 ×")];

    public static string Svg(IReadOnlyList<Summary> summaries)
    {
        var groups = summaries.GroupBy(one => one.Workload).ToList();
        var height = Head + groups.Sum(group => Group + (group.Count() * Row)) + 34;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {Width} {height}' role='img' aria-label='Money past the limit'>\n");
        svg.Append("""
            <style>
            text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; fill: #1f2328; }
            .title { font-size: 17px; font-weight: 650; } .group { font-weight: 600; } .soft { fill: #59636e; font-size: 12px; }
            .grid { stroke: #d8dee4; } .aim { stroke: #9a6700; stroke-dasharray: 4 3; }
            .guard { stroke: #1a7f37; fill: #1a7f37; } .other { stroke: #cf222e; fill: #cf222e; } .worst { fill: #fff; }
            line { stroke-width: 1; } .span { stroke-width: 3; stroke-linecap: round; }
            </style>

            """);
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect width='{Width}' height='{height}' fill='#fff'/><text class='title' x='16' y='28'>Money past the limit, as a share of "
            + $"the limit</text>");
        svg.Append(CultureInfo.InvariantCulture,
            $"<text class='soft' x='{Width - Right}' y='28' text-anchor='end'>dot: median, bar: to the 95th percentile, ring: "
            + $"worst</text>\n");
        var floor = height - 30;
        Mark(svg, Zero, "0", floor, "grid");
        foreach (var (share, label) in Marks)
            Mark(svg, X((decimal)share), label, floor, share == 0.01 ? "aim" : "grid");
        var y = Head;
        foreach (var group in groups)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<text class='group' x='16' y='{y + 12}'>{group.Key}, ${group.First().Limit:#,##0}</text>\n");
            y += Group - 10;
            foreach (var one in group)
            {
                Line(svg, one, y);
                y += Row;
            }

            y += 10;
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Line(StringBuilder svg, Summary one, double y)
    {
        var kind = one.WatchedBy.IsGuard() ? "guard" : "other";
        var middle = y + 5;
        svg.Append(
            CultureInfo.InvariantCulture, $"<text class='soft' x='{Left}' y='{y + 9}' text-anchor='end'>{one.WatchedBy.Name()}</text>");
        svg.Append(CultureInfo.InvariantCulture,
            $"<line class='{kind}' x1='{X(one.PastMedian):0.#}' x2='{X(one.PastWorst):0.#}' y1='{middle}' y2='{middle}'/>");
        svg.Append(CultureInfo.InvariantCulture,
            $"<line class='{kind} span' x1='{X(one.PastMedian):0.#}' x2='{X(one.PastP95):0.#}' y1='{middle}' y2='{middle}'/>");
        svg.Append(CultureInfo.InvariantCulture,
            $"<circle class='{kind} worst' cx='{X(one.PastWorst):0.#}' cy='{middle}' r='4'/><circle class='{kind}' "
            + $"cx='{X(one.PastMedian):0.#}' cy='{middle}' r='3'/>\n");
    }

    private static void Mark(StringBuilder svg, double x, string label, double floor, string kind) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<line class='{kind}' x1='{x:0.#}' x2='{x:0.#}' y1='{Head - 14}' y2='{floor}'/><text class='soft' x='{x:0.#}' "
        + $"y='{floor + 18}' text-anchor='middle'>{label}</text>\n");

    private static double X(decimal share)
    {
        if (share == 0)
            return Zero;
        var (least, most) = (Math.Log10(Marks[0].Share), Math.Log10(Marks[^1].Share));
        var at = Math.Clamp((Math.Log10((double)share) - least) / (most - least), 0, 1);
        return Least + (at * (Width - Right - 16 - Least));
    }
}

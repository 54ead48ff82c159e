using System.Globalization;
using System.Text;
using KillSwitch.Core.Evaluation;

namespace KillSwitch.Overshoot.Results;

/// <summary>
/// The trade as a curve: innocents that end under 70 % of their limit and are stopped all the same, against money past short limits.
/// </summary>
internal static class TradeChart
{
    private const double Width = 720;
    private const double Height = 380;
    private const double Left = 84;
    private const double Right = 690;
    private const double Top = 56;
    private const double Floor = 316;

    public static string Svg(IReadOnlyList<TradePoint> points)
    {
        var mostX = Math.Max(0.05, points.Max(StoppedShare) * 1.1);
        var mostY = Math.Max(0.05, points.Max(one => (double)one.Short.PastMean) * 1.1);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {Width} {Height}' role='img' aria-label='Innocents stopped against "
            + $"money past the limit'>\n");
        svg.Append("""
            <style>
            text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; fill: #1f2328; }
            .title { font-size: 17px; font-weight: 650; } .soft { fill: #59636e; font-size: 12px; } .here { font-weight: 650; }
            .grid { stroke: #d8dee4; } .short { stroke: #cf222e; fill: none; stroke-width: 2; } .long { stroke: #1a7f37; fill: none; stroke-width: 2; }
            .dot { fill: #fff; } .chosen { fill: #1f2328; stroke: #1f2328; }
            </style>

            """);
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect width='{Width}' height='{Height}' fill='#fff'/><text class='title' x='16' y='28'>From which share of a limit may the "
            + $"brake act?</text>\n");
        for (var i = 0; i <= 4; i++)
        {
            var (x, y) = (Left + ((Right - Left) * i / 4), Floor - ((Floor - Top) * i / 4));
            svg.Append(CultureInfo.InvariantCulture,
                $"<line class='grid' x1='{Left}' x2='{Right}' y1='{y:0.#}' y2='{y:0.#}'/><text class='soft' x='{Left - 8}' "
                + $"y='{y + 4:0.#}' text-anchor='end'>{mostY * i / 4 * 100:0.0} %</text>");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text class='soft' x='{x:0.#}' y='{Floor + 18}' text-anchor='middle'>{mostX * i / 4 * 100:0} %</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture,
            $"<text class='soft' x='{(Left + Right) / 2}' y='{Floor + 38}' text-anchor='middle'>innocents that are stopped, of all of the "
            + $"study</text><text class='soft' x='16' y='{Top - 10}'>past the limit, mean: red, limits that last 2 to 11 minutes; green, "
            + $"20 minutes and more</text>\n");
        Curve(one => (double)one.Long.PastMean, "long", named: false);
        Curve(one => (double)one.Short.PastMean, "short", named: true);
        return svg.Append("</svg>\n").ToString();

        void Curve(Func<TradePoint, double> past, string kind, bool named)
        {
            var at = points.Select(
                one => (Point: one, X: Left + (StoppedShare(one) / mostX * (Right - Left)), Y: Floor - (past(one) / mostY * (Floor - Top))))
                .ToList();
            var corners = at.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.X:0.#},{one.Y:0.#}"));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline class='{kind}' points='{string.Join(' ', corners)}'/>\n");
            foreach (var (point, x, y) in at)
            {
                var here = point.From == PredictiveBrake.From;
                svg.Append(
                    CultureInfo.InvariantCulture, $"<circle class='{kind} {(here ? "chosen" : "dot")}' cx='{x:0.#}' cy='{y:0.#}' r='4'/>");
                if (named)
                {
                    svg.Append(CultureInfo.InvariantCulture,
                        $"<text class='soft{(here ? " here" : "")}' x='{x + 8:0.#}' "
                        + $"y='{y - 6:0.#}'>{(point.From == 1 ? "exact" : $"{point.From * 100:0} %")}</text>\n");
                }
            }
        }
    }

    private static double StoppedShare(TradePoint point) =>
        (point.Under.Stopped + point.Near.Stopped) / (double)Math.Max(1, point.Under.Callers + point.Near.Callers);
}

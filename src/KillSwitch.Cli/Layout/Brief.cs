using System.Globalization;

namespace KillSwitch.Cli.Layout;

/// <summary>Figures in few characters.</summary>
internal static class Brief
{
    /// <summary><c>950</c>, <c>9.5K</c>, <c>95.1M</c>, <c>1.2G</c>: three digits at most.</summary>
    public static string Number(decimal number)
    {
        (decimal, string)[] units = [(1_000_000_000_000, "T"), (1_000_000_000, "G"), (1_000_000, "M"), (1_000, "K")];
        foreach (var (unit, name) in units)
        {
            // What rounds up to a thousand belongs to the next unit.
            if (Math.Abs(number) >= unit * 0.9995m)
                return (number / unit).ToString(Math.Abs(number / unit) < 99.95m ? "0.#" : "0", CultureInfo.InvariantCulture) + name;
        }

        return number.ToString("0", CultureInfo.InvariantCulture);
    }

    /// <summary><c>12 s</c>, <c>5 min</c>, <c>3 h</c>, <c>4 days</c></summary>
    public static string Span(TimeSpan span) => span switch
    {
        _ when span < TimeSpan.FromMinutes(2) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        _ when span < TimeSpan.FromHours(2) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        _ when span < TimeSpan.FromDays(2) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days"),
    };
}

using System.Globalization;

namespace KillSwitch.Engine.Bills;

/// <summary>What the daily look at the bill remembers.</summary>
/// <param name="Since">The day on which it began: only what came after was metered as a whole.</param>
/// <param name="Asked">The last day on which the bill was asked for; null for none.</param>
/// <param name="Failed">How often that failed since.</param>
public sealed record BillMark(DateOnly Since, DateOnly? Asked, int Failed)
{
    private const string Form = "yyyy-MM-dd";

    public string ToText() =>
        string.Create(CultureInfo.InvariantCulture, $"{Text(Since)} {(Asked is { } asked ? Text(asked) : "-")} {Failed}");

    /// <exception cref="FormatException">It is not what <see cref="ToText"/> writes.</exception>
    public static BillMark Parse(string text) => text.Split(' ') is [var since, var asked, var failed]
        ? new BillMark(Day(since), asked == "-" ? null : Day(asked), int.Parse(failed, NumberStyles.None, CultureInfo.InvariantCulture))
        : throw new FormatException("it has three parts");

    private static string Text(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, Form, CultureInfo.InvariantCulture);
}

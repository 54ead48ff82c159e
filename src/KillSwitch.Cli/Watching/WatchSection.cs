using System.Globalization;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Status;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Watching;

/// <summary>A table of the overview: a head and as many rows as it is given, among them the one that is selected.</summary>
internal sealed class WatchSection
{
    private const int Gutter = 2;

    private readonly string _empty;
    private readonly string[] _keys;
    private readonly TableLayout _table;
    private readonly int _width;
    private readonly Glyphs _glyphs;

    private WatchSection(string empty, IEnumerable<WatchRow> rows, TextTable table, int width, Glyphs glyphs)
    {
        (_empty, _keys, _width, _glyphs) = (empty, [.. rows.Select(row => row.Key)], width, glyphs);
        // Of all rows, so that scrolling does not change how they are laid out.
        _table = table.Layout(Math.Max(1, width - Gutter), glyphs);
    }

    /// <summary>How many lines each row takes.</summary>
    public IReadOnlyList<int> Heights => [.. _table.Rows.Select(row => row.Count)];

    /// <summary>The head, or the sentence in its place.</summary>
    public int Overhead { get; } = 1;

    public static WatchSection Stops(Snapshot snapshot, int width, Glyphs glyphs) =>
        new("nothing is stopped", WatchRow.Of(snapshot).OfType<WatchRow.OfStop>(),
            StopTable.Of(snapshot.Status.Stops.Take(WatchRow.Most), $"stops ({snapshot.Status.Stops.Count})"), width, glyphs);

    public static WatchSection Closest(Snapshot snapshot, DateTimeOffset now, int width, Glyphs glyphs) =>
        new("no counter of any rule has counted anything yet", WatchRow.Of(snapshot).OfType<WatchRow.OfCounter>(),
            ClosestTable([.. snapshot.Closest.Take(WatchRow.Most)], snapshot.Status.Mode, now), width, glyphs);

    public static WatchSection Top(Snapshot snapshot, int width, Glyphs glyphs)
    {
        var window = snapshot.Unit switch { WindowUnit.Day => "today", var unit => "this " + unit.ToString().ToLowerInvariant() };
        return new WatchSection($"nothing was spent {window}", WatchRow.Of(snapshot).OfType<WatchRow.OfName>(),
            UsageTable.Of($"{snapshot.By.Name}, {window}", snapshot.Top, snapshot.Top.Rows.Take(WatchRow.Most), glyphs), width, glyphs);
    }

    /// <summary>The head, and rows of so many lines at most, among them the one that is selected.</summary>
    public IEnumerable<Line> Lines(int lines, string? selected)
    {
        if (_keys.Length == 0)
            return [Line.Of(new string(' ', Gutter) + _empty, Ink.Faint)];
        var at = Array.IndexOf(_keys, selected);
        return [Indented(_table.Head), .. Whole(at, lines).Take(lines)];
    }

    // A name without what is said of it says nothing; of the first there is as much as fits.
    private IEnumerable<Line> Whole(int selected, int lines)
    {
        var (left, heights) = (lines, Heights);
        foreach (var row in Shown(selected, lines))
        {
            if (left < lines && heights[row] > left)
                yield break;
            foreach (var line in Row(row, row == selected))
                yield return line;
            left -= heights[row];
        }
    }

    private IEnumerable<int> Shown(int selected, int lines)
    {
        var heights = Heights;
        var first = 0;
        while (first < selected && heights.Skip(first).Take(selected - first + 1).Sum() > lines)
            first++;
        return Enumerable.Range(first, heights.Count - first);
    }

    private IEnumerable<Line> Row(int row, bool isSelected) => !isSelected ? _table.Rows[row].Select(Indented)
        : _table.Rows[row].Select((line, i) =>
            Line.Of((i == 0 ? _glyphs.Pointer + " " : new string(' ', Gutter)) + line.Text).Marked(_width, Ink.Selected));

    private static Line Indented(Line line) => new([new Piece(new string(' ', Gutter)), .. line.Pieces]);

    private static TextTable ClosestTable(IReadOnlyList<Projection> counters, PolicyMode mode, DateTimeOffset now)
    {
        var table = new TextTable(
        [
            new Column("close to its limit"),
            new Column("", Rank: 3) { Bar = 12 },
            new Column("used", Side.Right),
            new Column("at this rate"),
            new Column("of its limit", Rank: 2),
            new Column("rule", Rank: 1),
        ]);
        foreach (var counter in counters)
        {
            var reading = counter.Reading;
            table.Add(
                PlainText.Of(reading.Subject),
                Cell.Bar(reading.Share) with { Ink = Ink(reading) },
                new Cell(string.Create(CultureInfo.InvariantCulture, $"{reading.Share * 100:0} %"), CounterReading.Ink(reading.Share)),
                Heading(counter, mode, now),
                reading.OfLimit,
                reading.Rule.Id);
        }

        return table;

        static Ink Ink(CounterReading reading) =>
            CounterReading.Ink(reading.Share) is var ink && ink == Layout.Ink.Plain ? Layout.Ink.Chart : ink;
    }

    /// <summary>What becomes of a counter: <c>stops in 12 min, 14:03</c>.</summary>
    private static Cell Heading(Projection counter, PolicyMode mode, DateTimeOffset now)
    {
        var end = (counter.Reading.Rule, mode) switch
        {
            ({ Stop: StopScope.None }, _) => "tells",
            (_, PolicyMode.Observe) => "would stop",
            ({ Approval: Approval.Manual }, _) => "asks",
            _ => "stops",
        };
        return counter switch
        {
            { IsOver: true } => new Cell("reached", Layout.Ink.Bad),
            { ReachesAt: { } at } =>
                new Cell($"{end} in {Brief.Span(TimeSpan.FromSeconds(Math.Max(0, Math.Round((at - now).TotalSeconds))))}, {Clock(at, now)}",
                    at - now < TimeSpan.FromHours(1) ? Layout.Ink.Warning : Layout.Ink.Plain, $"{end} {Clock(at, now)}"),
            { PerHour: <= 0 } => new Cell("at rest", Layout.Ink.Faint),
            _ => new Cell($"not before {Clock(counter.Reading.Window.Until, now)}", Layout.Ink.Faint, "not now"),
        };
    }

    private static string Clock(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString(at - now < TimeSpan.FromHours(20) ? "HH:mm" : "MM-dd HH:mm", CultureInfo.InvariantCulture);
}

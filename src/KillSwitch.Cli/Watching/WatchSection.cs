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
    private readonly Func<int, int, TextTable> _table;

    private WatchSection(string empty, IEnumerable<WatchRow> rows, Func<int, int, TextTable> table)
    {
        (_empty, _keys, _table) = (empty, [.. rows.Select(row => row.Key)], table);
    }

    public int Count => _keys.Length;

    /// <summary>The head, or the sentence in its place.</summary>
    public int Overhead { get; } = 1;

    public static WatchSection Stops(Snapshot snapshot)
    {
        var stops = snapshot.Status.Stops.Take(WatchRow.Most).ToList();
        return new WatchSection("nothing is stopped", WatchRow.Of(snapshot).OfType<WatchRow.OfStop>(), (first, count) =>
            StopTable.Of(stops.Skip(first).Take(count), $"stops ({snapshot.Status.Stops.Count})"));
    }

    public static WatchSection Closest(Snapshot snapshot, DateTimeOffset now) =>
        new("no counter of any rule has counted anything yet", WatchRow.Of(snapshot).OfType<WatchRow.OfCounter>(), (first, count) =>
            ClosestTable([.. snapshot.Closest.Skip(first).Take(count)], snapshot.Status.Mode, now));

    public static WatchSection Top(Snapshot snapshot, Glyphs glyphs)
    {
        var window = snapshot.Unit switch { WindowUnit.Day => "today", var unit => "this " + unit.ToString().ToLowerInvariant() };
        return new WatchSection($"nothing was spent {window}", WatchRow.Of(snapshot).OfType<WatchRow.OfName>(), (first, count) =>
            UsageTable.Of($"{snapshot.By.Name}, {window}", snapshot.Top, snapshot.Top.Rows.Skip(first).Take(count), glyphs));
    }

    public IEnumerable<Line> Lines(int rows, string? selected, int width, Glyphs glyphs)
    {
        if (Count == 0)
            return [Line.Of(new string(' ', Gutter) + _empty, Ink.Faint)];
        var at = Array.IndexOf(_keys, selected);
        var first = Math.Clamp(at - rows + 1, 0, Math.Max(0, Count - rows));
        return _table(first, Math.Max(1, rows)).Dense(width - Gutter, glyphs).Take(rows + 1)
            .Select((line, i) => i > 0 && first + i - 1 == at
                ? Line.Of(glyphs.Pointer + " " + line.Text).Marked(width, Ink.Selected)
                : new Line([new Piece(new string(' ', Gutter)), .. line.Pieces]));
    }

    private static TextTable ClosestTable(IReadOnlyList<Projection> counters, PolicyMode mode, DateTimeOffset now)
    {
        var table = new TextTable(
        [
            new Column("close to its limit") { IsName = true },
            new Column("", Rank: 3) { Bar = 12 },
            new Column("used", Side.Right),
            new Column("at this rate") { IsName = true },
            new Column("of its limit", Rank: 2),
            new Column("rule", Rank: 1) { IsName = true },
        ]);
        foreach (var counter in counters)
        {
            var reading = counter.Reading;
            table.Add(
                PlainText.Of(reading.Subject),
                Cell.Bar(reading.Share) with { Ink = Ink(reading) },
                new Cell(string.Create(CultureInfo.InvariantCulture, $"{reading.Share * 100:0} %"), Ink(reading)),
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

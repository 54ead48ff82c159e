using System.Globalization;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Status;
using KillSwitch.Cli.Stops;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Cli.Watching;

/// <summary>What fills the screen after a key: help, why a stop was made, a name's counters.</summary>
internal sealed class WatchPage(WatchView view, Page page, int width, Glyphs glyphs)
{
    private static readonly string[] Keys =
    [
        "q, Ctrl-C    quit",
        "p, space     pause, and go on",
        "↑ ↓, k j     select a row; Esc lets go of it",
        "enter        of a stop: why it was made; of a name or a counter: all its counters",
        "b            top list by principal, session, model",
        "w            top list of this hour, today, this week, this month",
        "r            of a stop: the command that restores it, to be copied; nothing is run",
        "?            this page",
    ];

    /// <summary>As many as there is room for, from where it is scrolled to.</summary>
    public IReadOnlyList<Line> Lines(int room)
    {
        var all = All().ToList();
        return [.. all.Skip(Math.Min(view.Scrolled, Math.Max(0, all.Count - room))).Take(room)];
    }

    private IEnumerable<Line> All() => page switch
    {
        Page.Help => Help(),
        Page.Explained { Explanation: null, StopId: var id } => [Line.Of($"reading {id} …", Ink.Faint)],
        Page.Explained { Explanation: { } explanation } => ExplanationText.Lines(explanation, width),
        Page.CountersOf counters => Counters(counters),
        _ => throw new ArgumentOutOfRangeException(nameof(page), page, "not a page"),
    };

    private IEnumerable<Line> Help() =>
    [
        Line.Of("Keys", Ink.Strong),
        .. Keys.SelectMany(key => Line.Wrap(key[13..], width, first: key[..13])),
        Line.Blank,
        .. Line.Wrap("`stops in 12 min` is when a counter reaches its limit if it goes on as in the last five minutes (where no minutes of "
            + "it are counted, with `brake: exact`, as in its window so far); the brake stops it a little earlier, by what is still on its "
            + "way, and never below 70 % of the limit.", width),
        Line.Blank,
        .. Line.Wrap($"A refresh every {Brief.Span(view.Every)} asks DynamoDB about seven times; health, policy and every rule's counters "
            + "are read once a minute.", width),
    ];

    private IReadOnlyList<Line> Counters(Page.CountersOf counters)
    {
        Line[] name = [.. Line.Wrap(PlainText.Of(counters.Name), width, Ink.Strong)];
        if (counters.Counters.Count == 0)
            return [.. name, Line.Blank, Line.Of("No rule has a counter of its own for it.")];
        var table = new TextTable(
            [new Column("rule"), new Column("counter", Rank: 2), new Column("", Rank: 3)
            {
                Bar = 20,
            }, new Column("used", Side.Right), new Column("of its limit"), new Column("until", Rank: 1)]);
        foreach (var counter in counters.Counters)
        {
            table.Add(
                counter.Rule.Id,
                PlainText.Of(counter.Subject),
                Cell.Bar(counter.Share),
                new Cell(string.Create(CultureInfo.InvariantCulture, $"{counter.Share * 100:0} %"), CounterReading.Ink(counter.Share)),
                counter.OfLimit,
                counter.TurnsAt is { } turn ? StopTable.Moment(turn) : "rolling");
        }

        return [.. name, Line.Blank, .. table.Lines(width, glyphs)];
    }
}

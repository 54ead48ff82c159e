using KillSwitch.Cli.Layout;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;

namespace KillSwitch.Cli.Watching;

/// <summary>
/// The screen. Pure: the same view, moment and size give the same lines, never more and never wider than there is room for.
/// </summary>
internal sealed class WatchFrame(WatchView view, DateTimeOffset now, int width, int height, Glyphs glyphs)
{
    /// <summary>A frame of its own, for a pipe: all that matters, without keys.</summary>
    public const int Unbounded = 10_000;

    private const int MostRowsAlone = 10;
    private const int RoomForProblems = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public IReadOnlyList<Line> Lines()
    {
        IReadOnlyList<Line> foot = height >= Unbounded ? [] : [.. Foot()];
        var room = Math.Max(0, height - foot.Count);
        IReadOnlyList<Line> body = view switch
        {
            { Page: { } page } => new WatchPage(view, page, width, glyphs).Lines(room),
            { Snapshot: { } snapshot } => Overview(snapshot, room),
            _ => [Line.Of("reading …", Ink.Faint)],
        };
        var blanks = height >= Unbounded ? 0 : Math.Max(0, room - body.Count);
        return [.. body.Take(room).Concat(Enumerable.Repeat(Line.Blank, blanks)).Concat(foot).Take(height)
            .Select(line => line.Cut(width, glyphs))];
    }

    private List<Line> Overview(Snapshot snapshot, int room)
    {
        List<Line> lines = [.. Title(snapshot), .. Health(snapshot, room), .. new SpendingText(snapshot, width, glyphs).Lines()];
        IReadOnlyList<WatchSection> sections =
        [
            WatchSection.Stops(snapshot, width, glyphs), WatchSection.Closest(snapshot, now, width, glyphs),
            WatchSection.Top(snapshot, width, glyphs),
        ];
        // A blank line before each section, where there is room for that and for a few rows.
        var gap = room - lines.Count >= sections.Sum(section => section.Overhead + 1 + section.Heights.Take(2).Sum()) ? 1 : 0;
        var given = height >= Unbounded
            ? [.. sections.Select(section => section.Heights.Take(MostRowsAlone).Sum())]
            : Shares(sections, room - lines.Count - sections.Sum(section => section.Overhead + gap));
        foreach (var (section, rows) in sections.Zip(given))
        {
            lines.AddRange(Enumerable.Repeat(Line.Blank, gap));
            lines.AddRange(section.Lines(rows, view.Selected));
        }

        return lines;
    }

    // Row by row in turn, so that no section starves and none keeps what it does not need.
    private static int[] Shares(IReadOnlyList<WatchSection> sections, int lines)
    {
        var (given, rows) = (new int[sections.Count], new int[sections.Count]);
        while (lines > 0 && Enumerable.Range(0, sections.Count).Any(i => rows[i] < sections[i].Heights.Count))
        {
            for (var i = 0; i < sections.Count && lines > 0; i++)
            {
                if (rows[i] == sections[i].Heights.Count)
                    continue;
                var taken = Math.Min(lines, sections[i].Heights[rows[i]++]);
                given[i] += taken;
                lines -= taken;
            }
        }

        return given;
    }

    private IEnumerable<Line> Title(Snapshot snapshot)
    {
        var place = snapshot.Place;
        var mode = snapshot.Status.Policy is not { } policy
            ? "no policy"
            : $"policy {policy.Number} {(snapshot.Status.Mode == PolicyMode.Observe ? "observes" : "enforces")}";
        var left = $"{place.Stack}  {place.Region}  account {place.Account}  {mode}";
        var right = new Piece(
            $"{now.UtcDateTime:HH:mm:ss} UTC{(view.IsPaused ? "  paused" : "")}", view.IsPaused ? Ink.Warning : Ink.Faint);
        var room = Math.Min(width, 160) - CellText.Width(right.Text) - 2;
        return CellText.Width(left) <= room
            ? [Line.Of(new Piece(CellText.PadRight(left, room), Ink.Strong), new Piece("  "), right)]
            : [.. Groups(left, Ink.Strong), Line.Of(right)];
    }

    // What belongs together stands between two blanks.
    private IEnumerable<Line> Groups(string text, Ink ink) =>
        Line.Flow(text.Split("  ").Select(group => Line.Of(group, ink)), "  ", width, "");

    private IEnumerable<Line> Health(Snapshot snapshot, int room)
    {
        var problems = snapshot.Status.Problems;
        var signs = PlainText.Of(string.Join(
            ", ", snapshot.Status.Parts.Select(
            part => $"{part.Part} {Brief.Span(TimeSpan.FromSeconds(Math.Max(0, Math.Floor((now - part.At).TotalSeconds))))} "
            + $"ago{(part.DataLag is { } lag ? $" (data {Brief.Span(lag)} late)" : "")}")));
        if (problems.Count == 0)
        {
            return signs.Length == 0
                ? [Line.Of("well", Ink.Good)]
                : Line.Wrap(signs, width, first: "well: ", further: "  ").Select((line, i) => i > 0
                    ? line : Line.Of(new Piece("well", Ink.Good), new Piece(line.Text["well".Length..])));
        }

        var shown = room >= Unbounded - 1 ? problems.Count : room >= RoomForProblems ? 3 : 1;
        var told = problems.Take(shown).SelectMany((problem, i) =>
        {
            var more = i == shown - 1 && problems.Count > shown ? $"(and {problems.Count - shown} more: `killswitch status`) " : "";
            return Line.Wrap(more + PlainText.Of(problem), width, Ink.Bad, first: "! ", further: "  ");
        });
        return room >= RoomForProblems && signs.Length > 0
            ? told.Concat(Line.Wrap(signs, width, Ink.Faint))
            : told.Take(Math.Max(1, room / 2));
    }

    private IEnumerable<Line> Foot()
    {
        List<Line> lines = [];
        var age = view.Snapshot is { } snapshot ? TimeSpan.FromSeconds(Math.Floor((now - snapshot.At).TotalSeconds)) : TimeSpan.Zero;
        if (view.Failure is { } failure)
        {
            lines.AddRange(Line.Wrap(
                $"{(view.Snapshot is null ? "" : $"data is {Brief.Span(age)} old, ")}trying again: {PlainText.Of(failure)}", width, Ink.Bad,
                first: "! ", further: "  "));
        }
        else if (!view.IsPaused && age > view.Every + Patience)
        {
            lines.AddRange(Line.Wrap($"data is {Brief.Span(age)} old: AWS has not answered yet", width, Ink.Warning, first: "! "));
        }

        if (view.Note is { } note)
            lines.AddRange(Line.Wrap(note, width, Ink.Strong));
        lines.AddRange(Groups(Hints(), Ink.Faint));
        // Of a small screen half is the guard's.
        return lines.Count <= Math.Max(1, height / 2) ? lines : lines.Take(Math.Max(1, height / 2));
    }

    private string Hints() => view.Page switch
    {
        null => Keys(),
        Page.Explained => "q quit  ↑↓ scroll  r restore  any other key: back",
        _ => "q quit  ↑↓ scroll  any other key: back",
    };

    private string Keys() =>
        $"q quit  p {(view.IsPaused ? "go on" : "pause")}  ↑↓ select  enter explain  b by {view.By.Name}  w "
            + $"{view.Unit.ToString().ToLowerInvariant()}  r restore  ? help  every {Brief.Span(view.Every)}";
}

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
        List<Line> lines = [Title(snapshot), .. Health(snapshot, room), .. new SpendingText(snapshot, width, glyphs).Lines()];
        IReadOnlyList<WatchSection> sections =
            [WatchSection.Stops(snapshot), WatchSection.Closest(snapshot, now), WatchSection.Top(snapshot, glyphs)];
        // A blank line before each section, where there is room for that and for a few rows.
        var gap = room - lines.Count >= sections.Sum(section => section.Overhead + 1 + Math.Min(2, section.Count)) ? 1 : 0;
        var given = Shares(sections, height >= Unbounded
            ? MostRowsAlone * sections.Count
            : room - lines.Count - sections.Sum(section => section.Overhead + gap));
        foreach (var (section, rows) in sections.Zip(given))
        {
            lines.AddRange(Enumerable.Repeat(Line.Blank, gap));
            lines.AddRange(section.Lines(rows, view.Selected, width, glyphs));
        }

        return lines;
    }

    // Row by row in turn, so that no section starves and none keeps what it does not need.
    private static int[] Shares(IReadOnlyList<WatchSection> sections, int rows)
    {
        var given = new int[sections.Count];
        while (rows > 0 && Enumerable.Range(0, sections.Count).Any(i => given[i] < sections[i].Count))
        {
            for (var i = 0; i < sections.Count && rows > 0; i++)
            {
                if (given[i] == sections[i].Count)
                    continue;
                given[i]++;
                rows--;
            }
        }

        return given;
    }

    private Line Title(Snapshot snapshot)
    {
        var place = snapshot.Place;
        var mode = snapshot.Status.Policy is not { } policy
            ? "no policy"
            : $"policy {policy.Number} {(snapshot.Status.Mode == PolicyMode.Observe ? "observes" : "enforces")}";
        var left = $"{place.Stack}  {place.Region}  account {place.Account}  {mode}";
        var right = $"{now.UtcDateTime:HH:mm:ss} UTC{(view.IsPaused ? "  paused" : "")}";
        var room = Math.Min(width, 160) - CellText.Width(right) - 2;
        return room < 10
            ? Line.Of(left, Ink.Strong)
            : Line.Of(new Piece(CellText.PadRight(CellText.Cut(left, room, glyphs), room), Ink.Strong), new Piece("  "),
                new Piece(right, view.IsPaused ? Ink.Warning : Ink.Faint));
    }

    private IEnumerable<Line> Health(Snapshot snapshot, int room)
    {
        var problems = snapshot.Status.Problems;
        var signs = string.Join(
            ", ", snapshot.Status.Parts.Select(
            part => $"{part.Part} {Brief.Span(TimeSpan.FromSeconds(Math.Max(0, Math.Floor((now - part.At).TotalSeconds))))} "
            + $"ago{(part.DataLag is { } lag ? $" (data {Brief.Span(lag)} late)" : "")}"));
        if (problems.Count == 0)
        {
            yield return Line.Of(new Piece("well", Ink.Good), new Piece(signs.Length == 0 ? "" : ": " + PlainText.Of(signs)));
            yield break;
        }

        var shown = room >= Unbounded - 1 ? problems.Count : room >= RoomForProblems ? 3 : 1;
        foreach (var (problem, i) in problems.Take(shown).Select((problem, i) => (problem, i)))
        {
            var more = i == shown - 1 && problems.Count > shown ? $"(and {problems.Count - shown} more: killswitch status) " : "";
            yield return Line.Of("! " + more + PlainText.Of(problem), Ink.Bad);
        }

        if (room >= RoomForProblems && signs.Length > 0)
            yield return Line.Of(PlainText.Of(signs), Ink.Faint);
    }

    private IEnumerable<Line> Foot()
    {
        var age = view.Snapshot is { } snapshot ? TimeSpan.FromSeconds(Math.Floor((now - snapshot.At).TotalSeconds)) : TimeSpan.Zero;
        if (view.Failure is { } failure)
        {
            yield return Line.Of(
                $"! {(view.Snapshot is null ? "" : $"data is {Brief.Span(age)} old, ")}trying again: {PlainText.Of(failure)}", Ink.Bad);
        }
        else if (!view.IsPaused && age > view.Every + Patience)
        {
            yield return Line.Of($"! data is {Brief.Span(age)} old: AWS has not answered yet", Ink.Warning);
        }

        if (view.Note is { } note)
            yield return Line.Of(note, Ink.Strong);
        yield return Line.Of(view.Page is null ? Hints() : "q quit  ↑↓ scroll  any other key: back", Ink.Faint);
    }

    private string Hints() =>
        $"q quit  p {(view.IsPaused ? "go on" : "pause")}  ↑↓ select  enter explain  b by {view.By.Name}  w "
            + $"{view.Unit.ToString().ToLowerInvariant()}  r restore  ? help  every {Brief.Span(view.Every)}";
}

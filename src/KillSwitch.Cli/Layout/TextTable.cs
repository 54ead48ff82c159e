using System.Globalization;

namespace KillSwitch.Cli.Layout;

/// <summary>Which way a column leans.</summary>
internal enum Side
{
    Left,
    Right,
}

/// <summary>A column of a table.</summary>
/// <param name="Title">Its head.</param>
/// <param name="Side">Figures lean right.</param>
/// <param name="Rank">How soon it is said briefly where the terminal is narrow: the highest first.</param>
internal sealed record Column(string Title, Side Side = Side.Left, int Rank = 0)
{
    /// <summary>Holds bars of at most so many cells, which take the room that is left; 0 for text.</summary>
    public int Bar { get; init; }

    /// <summary>Holds pictures of what other cells say in figures: on a narrow terminal it goes.</summary>
    public bool IsPicture { get; init; }

    /// <summary>
    /// Holds names or sentences: on a narrow terminal a long one stands below its row, with the title, so that one of them does not cost
    /// all the others their columns.
    /// </summary>
    public bool GoesBelow { get; init; }
}

/// <summary>A cell.</summary>
/// <param name="Text">In full.</param>
/// <param name="Ink">Its ink.</param>
/// <param name="Brief">What stands for it where the terminal is narrow; null for the same.</param>
/// <param name="Share">0 to 1 of a bar.</param>
internal readonly record struct Cell(string Text, Ink Ink = Ink.Plain, string? Brief = null, decimal Share = 0)
{
    public static implicit operator Cell(string text) => new(text);

    /// <summary>In full, and briefly where the terminal is narrow.</summary>
    public static Cell Number(long number) =>
        new(number.ToString("#,##0", CultureInfo.InvariantCulture), Brief: Layout.Brief.Number(number));

    public static Cell Bar(decimal share) => new("", Ink.Chart, null, share);
}

/// <summary>
/// A table that fits, and loses nothing. Where the terminal is narrow bars shrink, cells are said briefly, the first cell of a row, which
/// names it, stands on a line of its own above the others, a long cell on one below, and pictures go; where that is not enough, each
/// row is a block in which every cell has its title. A name is broken only where it is longer than the screen is wide.
/// </summary>
internal sealed class TextTable(IReadOnlyList<Column> columns)
{
    private const int Gap = 2;
    private const int LeastBar = 4;
    private const int LeastName = 16;
    private const int LeastBeside = 30;
    private const string Indent = "  ";
    private const string Between = "   ";

    private readonly List<IReadOnlyList<Cell>> _rows = [];

    public void Add(params Cell[] row) => _rows.Add(row);

    public int Count => _rows.Count;

    /// <summary>The head, a rule under it, and the rows.</summary>
    public IReadOnlyList<Line> Lines(int width, Glyphs glyphs)
    {
        var layout = Layout(width, glyphs);
        var rule = Line.Of(new string(glyphs.Rule, Math.Max(1, Math.Min(width, layout.Width))), Ink.Faint);
        return [layout.Head, rule, .. layout.Rows.SelectMany(row => row)];
    }

    /// <summary>Head and rows apart, for a screen that is short of lines.</summary>
    public TableLayout Layout(int width, Glyphs glyphs)
    {
        var plan = Plan(width);
        return plan is not null
            ? new TableLayout(Head(plan).Cut(width, glyphs), [.. _rows.Select(row => Row(row, plan, width, glyphs))],
                Needed(plan, isFull: true))
            : new TableLayout(Line.Of(columns[0].Title, Ink.Faint).Cut(width, glyphs), [.. _rows.Select(row => Block(row, width, glyphs))],
                width);
    }

    private static Line Head(List<Planned> plan) =>
        Joined(plan.Select((column, i) => Padded(new Piece(column.Column.Title, Ink.Faint), column, i == plan.Count - 1)));

    private static Line[] Row(IReadOnlyList<Cell> row, List<Planned> plan, int width, Glyphs glyphs)
    {
        var (name, first) = (row[plan[0].Index], plan[0]);
        var text = TextOf(name, first.IsBrief);
        var hangs = CellText.Width(text) > first.Width;
        var below = plan
            .Where(column => column.Column.GoesBelow && CellText.Width(TextOf(row[column.Index], column.IsBrief)) > column.Width).ToList();
        var figures = Joined(plan.Select((column, i) =>
        {
            var cell = row[column.Index];
            var shown = column.Column.Bar > 0 ? glyphs.Bar(cell.Share, column.Width)
                : (i == 0 && hangs) || below.Contains(column) ? "" : TextOf(cell, column.IsBrief);
            return Padded(new Piece(shown, cell.Ink), column, i == plan.Count - 1);
        }));
        Line[] lines =
        [
            .. hangs ? Line.Wrap(text, width, name.Ink) : [],
            .. hangs && figures.Text.Trim().Length == 0 ? (Line[])[] : [figures.Cut(width, glyphs)],
            .. below.SelectMany(column => Line.Of(
                new Piece(column.Column.Title + " ", Ink.Faint),
                new Piece(TextOf(row[column.Index], column.IsBrief), row[column.Index].Ink))
                .Wrap(width, Indent, Indent + Indent)),
        ];
        return lines;
    }

    private List<Line> Block(IReadOnlyList<Cell> row, int width, Glyphs glyphs)
    {
        var lines = Line.Wrap(row[0].Text, width, row[0].Ink).ToList();
        var pairs = columns.Select((column, i) => (Column: column, Cell: row[i])).Skip(1)
            .Where(pair => pair.Column.Bar == 0 && pair.Cell.Text.Length > 0)
            .Select(pair => Line.Of(
                new Piece(pair.Column.Title.Length == 0 ? "" : pair.Column.Title + " ", Ink.Faint),
                new Piece(TextOf(pair.Cell, brief: pair.Column.IsPicture), pair.Cell.Ink)));
        var flown = Line.Flow(lines.Count == 1 ? [lines[0], .. pairs] : pairs, Between, width, Indent).ToList();
        return [.. (lines.Count == 1 ? flown : lines.Concat(flown)).Select(line => line.Cut(width, glyphs))];
    }

    private static Line Joined(IEnumerable<Piece> pieces)
    {
        var line = new List<Piece>();
        foreach (var piece in pieces)
        {
            if (line.Count > 0)
                line.Add(new Piece(new string(' ', Gap)));
            line.Add(piece);
        }

        return Trimmed(line);
    }

    // A cell that is empty at the end of its row leaves no blanks behind.
    private static Line Trimmed(List<Piece> line)
    {
        while (line.Count > 0 && line[^1].Text.TrimEnd() is var text && text.Length < line[^1].Text.Length)
        {
            line[^1] = line[^1] with { Text = text };
            if (text.Length > 0)
                break;
            line.RemoveAt(line.Count - 1);
        }

        return new Line(line);
    }

    private static Piece Padded(Piece piece, Planned column, bool isLast) => piece with
    {
        Text = column.Column.Side == Side.Right
            ? CellText.PadLeft(piece.Text, column.Width) : isLast ? piece.Text : CellText.PadRight(piece.Text, column.Width),
    };

    // Null where the figures alone are wider than the terminal.
    private List<Planned>? Plan(int width)
    {
        var plan = columns.Select((column, index) => new Planned(column, index) { Width = Natural(column, index, brief: false) }).ToList();
        Narrow(LeastBeside);
        foreach (var column in plan.OrderByDescending(column => column.Column.Rank)
            .Where(column => _rows.Any(row => row[column.Index].Brief is not null)))
        {
            if (Needed(plan) <= width)
                break;
            (column.IsBrief, column.Width) = (true, Natural(column.Column, column.Index, brief: true));
        }

        Narrow(LeastName);
        Drop(column => column.Column.Bar > 0, () => Needed(plan) <= width);
        Drop(column => column.Column.IsPicture, () => Needed(plan) <= width || Hangs(plan, width));
        if (Needed(plan) > width)
        {
            if (!Hangs(plan, width))
                return null;
            plan[0].Width += width - Needed(plan);
        }

        foreach (var bar in plan.Where(column => column.Column.Bar > 0))
            bar.Width = Math.Clamp(width - Needed(plan) + LeastBar, LeastBar, bar.Column.Bar);
        return plan;

        // The longest cells go below first.
        void Narrow(int least)
        {
            while (Needed(plan) > width && plan.Where(column => column.Column.GoesBelow && column.Width > least)
                .MaxBy(column => column.Width) is { } widest)
            {
                widest.Width = Natural(widest.Column, widest.Index, widest.IsBrief, widest.Width - 1);
            }
        }

        void Drop(Func<Planned, bool> isOne, Func<bool> fits)
        {
            foreach (var column in plan.Where(isOne).OrderByDescending(column => column.Column.Rank).ToList())
            {
                if (fits())
                    break;
                plan.Remove(column);
            }
        }
    }

    // Whether there is room beside the figures for a short name, so that longer ones stand above theirs.
    private static bool Hangs(List<Planned> plan, int width) => plan.Count > 1 && plan[0].Column.Side == Side.Left
        && width - Needed(plan) + plan[0].Width >= Math.Max(LeastName, CellText.Width(plan[0].Column.Title));

    // Bars live on what is left.
    private static int Needed(List<Planned> plan, bool isFull = false) =>
        plan.Sum(column => column.Column.Bar > 0 && !isFull ? LeastBar : column.Width) + (Gap * Math.Max(0, plan.Count - 1));

    private int Natural(Column column, int index, bool brief, int most = int.MaxValue) =>
        _rows.Select(row => CellText.Width(TextOf(row[index], brief))).Where(needed => needed <= most)
            .Append(CellText.Width(column.Title)).Append(column.Bar > 0 ? LeastBar : 0).Max();

    private static string TextOf(Cell cell, bool brief) => brief && cell.Brief is { } text ? text : cell.Text;

    private sealed class Planned(Column column, int index)
    {
        public Column Column { get; } = column;

        public int Index { get; } = index;

        public int Width { get; set; }

        public bool IsBrief { get; set; }
    }
}

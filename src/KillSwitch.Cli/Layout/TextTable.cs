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
/// <param name="Rank">How soon it gives way where the terminal is narrow: the highest first; 0 stays.</param>
internal sealed record Column(string Title, Side Side = Side.Left, int Rank = 0)
{
    /// <summary>Holds names, which are cut at their end when everything else gave way.</summary>
    public bool IsName { get; init; }

    /// <summary>Holds bars of at most so many cells, which take the room that is left; 0 for text.</summary>
    public int Bar { get; init; }
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
/// A table that fits. Nothing in it wraps: where the terminal is narrow bars shrink, cells are said briefly, columns of high rank go,
/// and names are cut at their end, in this order.
/// </summary>
internal sealed class TextTable(IReadOnlyList<Column> columns)
{
    private const int Gap = 2;
    private const int LeastBar = 4;
    private const int LeastName = 8;

    private readonly List<IReadOnlyList<Cell>> _rows = [];

    public void Add(params Cell[] row) => _rows.Add(row);

    public int Count => _rows.Count;

    /// <summary>The head, a rule under it, and a line a row.</summary>
    public IReadOnlyList<Line> Lines(int width, Glyphs glyphs)
    {
        var plan = Plan(width);
        var rule = string.Join(
            "", Enumerable.Repeat(glyphs.Rule, Math.Min(width, plan.Sum(column => column.Width) + (Gap * Math.Max(0, plan.Count - 1)))));
        return [Head(plan).Cut(width, glyphs), Line.Of(rule, Ink.Faint), .. Body(plan, glyphs).Select(line => line.Cut(width, glyphs))];
    }

    /// <summary>Head and rows without the rule: for a screen that is short of lines.</summary>
    public IReadOnlyList<Line> Dense(int width, Glyphs glyphs)
    {
        var plan = Plan(width);
        return [Head(plan).Cut(width, glyphs), .. Body(plan, glyphs).Select(line => line.Cut(width, glyphs))];
    }

    private static Line Head(List<Planned> plan) =>
        Joined(plan.Select((column, i) => Padded(new Piece(column.Column.Title, Ink.Faint), column, i == plan.Count - 1)));

    private IEnumerable<Line> Body(List<Planned> plan, Glyphs glyphs) => _rows.Select(row => Joined(plan.Select((column, i) =>
    {
        var cell = row[column.Index];
        var text = column.Column.Bar > 0
            ? glyphs.Bar(cell.Share, column.Width)
            : CellText.Cut(TextOf(cell, column.IsBrief), column.Width, glyphs);
        return Padded(new Piece(text, cell.Ink), column, i == plan.Count - 1);
    })));

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

    private List<Planned> Plan(int width)
    {
        var plan = columns.Select((column, index) => new Planned(column, index) { Width = Natural(column, index, brief: false) }).ToList();
        // Bars first: they live on what is left.
        int Needed() => plan.Sum(column => column.Column.Bar > 0 ? LeastBar : column.Width) + (Gap * Math.Max(0, plan.Count - 1));

        foreach (var column in plan.OrderByDescending(column => column.Column.Rank)
            .Where(column => _rows.Any(row => row[column.Index].Brief is not null)))
        {
            if (Needed() <= width)
                break;
            (column.IsBrief, column.Width) = (true, Natural(column.Column, column.Index, brief: true));
        }

        foreach (var column in plan.Where(column => column.Column.Rank > 0).OrderByDescending(column => column.Column.Rank).ToList())
        {
            if (Needed() <= width)
                break;
            plan.Remove(column);
        }

        while (Needed() > width && plan.Where(column => column.Column.IsName && column.Width > LeastName)
            .MaxBy(column => column.Width) is { } widest)
        {
            widest.Width = Math.Max(LeastName, widest.Width - Math.Max(1, Math.Min(Needed() - width, widest.Width - Second(plan, widest))));
        }

        foreach (var bar in plan.Where(column => column.Column.Bar > 0))
            bar.Width = Math.Clamp(width - Needed() + LeastBar, LeastBar, bar.Column.Bar);
        return plan;
    }

    // The next narrower name: names are cut to one length before any is cut further.
    private static int Second(List<Planned> plan, Planned widest) =>
        plan.Where(column => column.Column.IsName && column != widest).Select(column => column.Width).DefaultIfEmpty(LeastName).Max();

    private int Natural(Column column, int index, bool brief) => _rows.Select(row => CellText.Width(TextOf(row[index], brief)))
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

namespace KillSwitch.Cli.Layout;

/// <summary>A piece of a line in one ink.</summary>
internal readonly record struct Piece(string Text, Ink Ink = Ink.Plain);

/// <summary>One line of a terminal, without its end.</summary>
internal sealed record Line(IReadOnlyList<Piece> Pieces)
{
    public static Line Blank { get; } = new([]);

    public int Width => Pieces.Sum(piece => CellText.Width(piece.Text));

    /// <summary>The words alone.</summary>
    public string Text => string.Concat(Pieces.Select(piece => piece.Text));

    public static Line Of(string text, Ink ink = Ink.Plain) => new([new Piece(text, ink)]);

    public static Line Of(params Piece[] pieces) => new(pieces);

    /// <summary>A paragraph: as many lines as its words need, the further ones indented.</summary>
    public static IEnumerable<Line> Wrap(string text, int width, Ink ink = Ink.Plain, string first = "", string? further = null)
    {
        var lead = first;
        foreach (var words in CellText.Wrap(text, width - Math.Max(CellText.Width(first), CellText.Width(further ?? ""))))
        {
            yield return lead.Length == 0 ? Of(words, ink) : Of(new Piece(lead), new Piece(words, ink));
            lead = further ?? new string(' ', CellText.Width(first));
        }
    }

    /// <summary>A name and what is said of it: side by side where that fits, else the one under the other.</summary>
    public static IEnumerable<Line> Entry(string name, string text, int width, string first = "")
    {
        var line = Of($"{first}{name}  {text}");
        var head = Of(first + name);
        return line.Width <= width
            ? [line]
            : [.. head.Width <= width ? [head] : Wrap(name, width, first: first), .. Wrap(text, width, first: first + "  ")];
    }

    /// <summary>
    /// What belongs together side by side, and on a further line what does not fit; words move to a further line only where they are longer
    /// than one.
    /// </summary>
    public static IEnumerable<Line> Flow(IEnumerable<Line> groups, string between, int width, string further)
    {
        List<Piece> line = [];
        var isFirst = true;
        foreach (var group in groups)
        {
            var lead = isFirst ? "" : further;
            if (line.Count > 0 && new Line(line).Width + CellText.Width(between) + group.Width > width)
            {
                yield return new Line(line);
                (line, isFirst, lead) = ([], false, further);
            }

            if (line.Count == 0 && CellText.Width(lead) + group.Width > width)
            {
                foreach (var part in group.Wrap(width, lead, further + further))
                    yield return part;
                isFirst = false;
                continue;
            }

            line.AddRange([new Piece(line.Count > 0 ? between : lead), .. group.Pieces]);
        }

        if (line.Count > 0)
            yield return new Line(line);
    }

    /// <summary>The same words on as many lines as they need, each in its ink; the further ones indented.</summary>
    public IEnumerable<Line> Wrap(int width, string first = "", string further = "")
    {
        var inks = Pieces.SelectMany(piece => piece.Text.Where(sign => sign != ' ').Select(_ => piece.Ink)).ToList();
        var (at, lead) = (0, first);
        foreach (var words in CellText.Wrap(Text, width - Math.Max(CellText.Width(first), CellText.Width(further))))
        {
            var pieces = new List<Piece> { new(lead) };
            foreach (var word in words.Split(' '))
            {
                for (var from = 0; from < word.Length;)
                {
                    var (ink, start) = (inks[at], from);
                    while (from < word.Length && inks[at] == ink)
                        (from, at) = (from + 1, Math.Min(at + 1, inks.Count - 1));
                    pieces.Add(new Piece(word[start..from], ink));
                }

                pieces.Add(new Piece(" "));
            }

            yield return new Line([.. pieces.Where((piece, i) => piece.Text.Length > 0 && i < pieces.Count - 1)]);
            lead = further;
        }
    }

    /// <summary>The line, or as much of it as fits.</summary>
    public Line Cut(int width, Glyphs glyphs)
    {
        if (Width <= width)
            return this;
        var pieces = new List<Piece>();
        foreach (var piece in Pieces)
        {
            var cells = CellText.Width(piece.Text);
            if (cells > width || (cells == width && piece != Pieces[^1]))
            {
                pieces.Add(piece with { Text = CellText.Cut(piece.Text + " ", width, glyphs) });
                break;
            }

            width -= cells;
            pieces.Add(piece);
        }

        return new Line(pieces);
    }

    /// <summary>In one ink, to the width.</summary>
    public Line Marked(int width, Ink ink) => Of(CellText.PadRight(Text, width), ink);

    public override string ToString() => Text;
}

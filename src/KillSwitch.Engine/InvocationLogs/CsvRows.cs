using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>
/// The one column of a CSV file that holds messages, as CloudWatch Logs Insights exports it: quoted where it must be, with quotes
/// doubled, over several lines where the text has some (RFC 4180).
/// </summary>
internal ref struct CsvRows
{
    private static ReadOnlySpan<byte> Bom => "\uFEFF"u8;

    private readonly ReadOnlySpan<byte> _text;
    private readonly int _column;
    private readonly byte _separator;
    private readonly ReadOnlySpan<byte> _header;
    private readonly ByteBuffer _cell = new();
    private int _at;

    private CsvRows(ReadOnlySpan<byte> text, ReadOnlySpan<byte> header, int at, int column, byte separator)
    {
        _text = text;
        _header = header.TrimStart(Bom).TrimEnd(" \t\r"u8);
        (_at, _column, _separator) = (at, column, separator);
    }

    /// <summary>The message of the current row, unquoted.</summary>
    public readonly ReadOnlySpan<byte> Message => _cell.Written;

    /// <summary>Where the current row starts in the text.</summary>
    public int Start { get; private set; }

    /// <summary>Whether the row had as many columns as it takes to have a message.</summary>
    public bool HasMessage { get; private set; }

    /// <summary>Whether a line names columns, one of them that of messages.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line) => ColumnOf(line, out _) >= 0;

    /// <summary>Whether a line tells Excel the separator, above the header.</summary>
    public static bool IsSeparatorLine(ReadOnlySpan<byte> line) =>
        line.TrimEnd((byte)'\r') is [(byte)'s', (byte)'e', (byte)'p', (byte)'=', _];

    /// <param name="text">With its header line.</param>
    public static CsvRows Of(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var header = end < 0 ? text : text[..end];
        var column = ColumnOf(header, out var separator);
        return new CsvRows(text, header, end < 0 ? text.Length : end + 1, column, separator);
    }

    /// <summary>False at the end. Empty rows are stepped over, and the header where another file follows.</summary>
    public bool Read()
    {
        while (true)
        {
            var rest = _text[_at..].TrimStart(" \r\n\uFEFF"u8);
            _at = _text.Length - rest.Length;
            if (rest.IsEmpty)
                return false;
            var line = rest.IndexOf((byte)'\n') is var end and >= 0 ? rest[..end] : rest;
            if (line.IndexOfAnyExcept(" \t\r,;"u8) >= 0 && !line.TrimEnd(" \t\r"u8).SequenceEqual(_header))
                break;
            _at += line.Length;
        }

        Start = _at;
        HasMessage = false;
        _cell.Clear();
        for (var column = 0; ; column++)
        {
            var isWanted = column == _column;
            HasMessage |= isWanted;
            ReadCell(isWanted);
            if (_at == _text.Length)
                return true;
            if (_text[_at++] != _separator)
                return true;
        }
    }

    private void ReadCell(bool isWanted)
    {
        if (_at < _text.Length && _text[_at] == (byte)'"')
        {
            for (_at++; _at < _text.Length;)
            {
                var length = _text[_at..].IndexOf((byte)'"');
                length = length < 0 ? _text.Length - _at : length;
                if (isWanted)
                    _cell.Append(_text.Slice(_at, length));
                _at += length + 1;
                if (_at >= _text.Length || _text[_at] != (byte)'"')
                    break;
                if (isWanted)
                    _cell.Append((byte)'"');
                _at++;
            }

            _at = Math.Min(_at, _text.Length);
        }

        var rest = _text[_at..];
        var end = rest.IndexOfAny(_separator, (byte)'\n');
        end = end < 0 ? rest.Length : end;
        if (isWanted)
            _cell.Append(rest[..end].TrimEnd((byte)'\r'));
        _at += end;
    }

    private static int ColumnOf(ReadOnlySpan<byte> header, out byte separator)
    {
        separator = (byte)',';
        header = header.TrimStart(Bom).Trim(" \t\r"u8);
        if (header.IndexOfAny((byte)'{', (byte)'[') >= 0)
            return -1;
        foreach (var candidate in ",;\t"u8)
        {
            var column = 0;
            var rest = header;
            while (true)
            {
                var end = rest.IndexOf(candidate);
                var name = (end < 0 ? rest : rest[..end]).Trim(" \""u8);
                if (name.SequenceEqual("@message"u8) || name.SequenceEqual("message"u8))
                {
                    separator = candidate;
                    return column;
                }

                if (end < 0)
                    break;
                rest = rest[(end + 1)..];
                column++;
            }
        }

        return -1;
    }
}

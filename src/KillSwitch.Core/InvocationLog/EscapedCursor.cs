namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// Steps over JSON tokens that are escaped in a JSON string, in place. Knows the ordinary forms only; on anything else it says
/// false, and the record is unescaped and read the long way.
/// </summary>
internal ref struct EscapedCursor(ReadOnlySpan<byte> text, int start)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at = start;

    public readonly int Position => _at;

    /// <summary>The byte here, past white space; 0 at the end. A string's quote shows as <c>"</c>, any other escape as itself.</summary>
    public byte Peek()
    {
        while (true)
        {
            var here = At(0);
            if (here is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
                _at++;
            else if (here != (byte)'\\')
                return here == (byte)'"' ? (byte)0 : here;
            else if (At(1) is (byte)'n' or (byte)'r' or (byte)'t')
                _at += 2;
            else
                return At(1) == (byte)'"' ? (byte)'"' : here;
        }
    }

    public bool TryTake(byte wanted)
    {
        if (Peek() != wanted)
            return false;
        _at++;
        return true;
    }

    /// <summary>Past the outer string's end, when it is what comes next.</summary>
    public bool TryTakeOuterEnd()
    {
        Peek();
        if (At(0) != (byte)'"')
            return false;
        _at++;
        return true;
    }

    /// <summary>A property's name, which holds no escape and no control character, and the colon after it.</summary>
    public bool TryName(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (Peek() != (byte)'"')
            return false;
        var start = _at + 2;
        var end = _text[start..].IndexOf((byte)'\\');
        if (end < 0 || start + end + 1 >= _text.Length || _text[start + end + 1] != (byte)'"' || Ends(start, end))
            return false;
        name = _text.Slice(start, end);
        _at = start + end + 2;
        return TryTake((byte)':');
    }

    /// <summary>Steps over the value here; its text as it stands, still escaped.</summary>
    public bool TryValue(out ReadOnlySpan<byte> value)
    {
        value = default;
        var kind = Peek();
        var start = _at;
        _at = kind switch
        {
            (byte)'{' or (byte)'[' => EscapedJson.EndOfContainer(_text, start),
            (byte)'"' => EscapedJson.EndOfString(_text, start + 2),
            _ => EndOfScalar(start),
        };
        if (_at < 0)
            return false;
        value = _text[start.._at];
        return true;
    }

    private readonly int EndOfScalar(int start)
    {
        var end = start;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit((char)_text[end]) || _text[end] is (byte)'-' or (byte)'+' or (byte)'.'))
            end++;
        return end == start ? -1 : end;
    }

    /// <summary>Whether what seems a name holds the outer string's end, or a control character.</summary>
    private readonly bool Ends(int start, int length)
    {
        var name = _text.Slice(start, length);
        return name.Contains((byte)'"') || name.ContainsAnyInRange((byte)0, (byte)0x1F);
    }

    private readonly byte At(int offset) => _at + offset < _text.Length ? _text[_at + offset] : (byte)0;
}

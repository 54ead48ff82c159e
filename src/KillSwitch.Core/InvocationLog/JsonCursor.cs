using System.Buffers;
using System.Text.Json;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// Reads the tokens that somebody wants with <see cref="Utf8JsonReader"/>, strictly, and lets the caller step over a value
/// that nobody wants, or read it by other means: the reader is then told of a <c>null</c> and set down behind it.
/// Throws <see cref="JsonException"/> on what is no JSON.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> text)
{
    private const int LongestPlain = 128;

    private static readonly SearchValues<byte> EndOfPlain =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    private readonly ReadOnlySpan<byte> _text = text;
    private Utf8JsonReader _reader = new(text, isFinalBlock: false, state: default);
    private int _origin;

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>The current token's bytes, still escaped, without a string's quotes.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _reader.ValueSpan;

    public readonly bool IsEscaped => _reader.ValueIsEscaped;

    /// <summary>Just past the current token.</summary>
    public readonly int Position => _origin + (int)_reader.BytesConsumed;

    public readonly int TokenStart => _origin + (int)_reader.TokenStartIndex;

    /// <summary>Where the value starts whose property name is the current token.</summary>
    public readonly int ValueStart => PlainJson.SkipSpace(_text, Position);

    /// <summary>The first byte of the value whose property name is the current token; 0 when the text ends.</summary>
    public readonly byte ValueKind => ValueStart is var at && at < _text.Length ? _text[at] : (byte)0;

    /// <summary>False when the text ends in the middle.</summary>
    public bool Read() => _reader.Read();

    /// <summary>Reads the next property's name, or false at the object's end. Throws when the text ends.</summary>
    public bool ReadName()
    {
        if (!_reader.Read())
            throw new CutOffException();
        return _reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Reads the value of the property whose name is the current token.</summary>
    public void ReadValue()
    {
        if (!_reader.Read())
            throw new CutOffException();
    }

    /// <summary>From a property's name past its value, unjudged; returns the value's range.</summary>
    public Range SkipValue()
    {
        var start = ValueStart;
        if (IsPlain(start))
        {
            ReadValue();
            if (Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
                ReadValue();
            return start..Position;
        }

        var end = _text[start] == (byte)'"' ? PlainJson.EndOfString(_text, start + 1) : PlainJson.EndOfContainer(_text, start);
        if (end < 0)
            throw new CutOffException();
        ResumeAfterValue(end);
        return start..end;
    }

    /// <summary>The same; returns the value's text.</summary>
    public ReadOnlySpan<byte> SkipValueText() => _text[SkipValue()];

    /// <summary>
    /// From an object's or array's first token past its last, unjudged; returns its range. Other tokens stay where they are.
    /// </summary>
    public Range SkipContainer()
    {
        var start = TokenStart;
        if (Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return start..Position;
        var end = PlainJson.EndOfContainer(_text, start);
        if (end < 0)
            throw new CutOffException();
        Resume(Token == JsonTokenType.StartObject ? "}"u8 : "]"u8, end);
        return start..end;
    }

    /// <summary>From a property's name to <paramref name="end"/>, where the caller found its value to end.</summary>
    public void ResumeAfterValue(int end) => Resume("null"u8, end);

    /// <summary>
    /// A value that is read as fast as it is stepped over: a number or literal, an empty container, a short string that
    /// holds nothing to be strict about.
    /// </summary>
    private readonly bool IsPlain(int start)
    {
        if (start >= _text.Length)
            return true;
        var value = _text[start..];
        switch (value[0])
        {
            case (byte)'"':
                var end = value[1..Math.Min(value.Length, LongestPlain)].IndexOfAny(EndOfPlain);
                return end >= 0 && value[1 + end] == '"';
            case (byte)'{':
                return value is [_, (byte)'}', ..];
            case (byte)'[':
                return value is [_, (byte)']', ..];
            default:
                return true;
        }
    }

    private void Resume(ReadOnlySpan<byte> insteadOfValue, int end)
    {
        var substitute = new Utf8JsonReader(insteadOfValue, isFinalBlock: false, _reader.CurrentState);
        substitute.Read();
        _reader = new Utf8JsonReader(_text[end..], isFinalBlock: false, substitute.CurrentState);
        _origin = end;
    }
}

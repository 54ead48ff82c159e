using System.Text.Json;

namespace KillSwitch.Lambda.Telemetry;

/// <summary>
/// A value that a log line may carry: a scalar, and text of at most <see cref="LongestText"/> characters. A record, a body or a
/// prompt has no way in.
/// </summary>
internal readonly struct LogValue
{
    public const int LongestText = 1000;

    private readonly Kind _kind;
    private readonly string? _text;
    private readonly decimal _number;
    private readonly DateTimeOffset _time;

    private LogValue(Kind kind, string? text = null, decimal number = 0, DateTimeOffset time = default)
    {
        _kind = kind;
        _text = text;
        _number = number;
        _time = time;
    }

    private enum Kind
    {
        Null,
        Text,
        Number,
        True,
        False,
        Time,
    }

    public static implicit operator LogValue(string? value) => value is null ? default : new(Kind.Text, text: value);

    public static implicit operator LogValue(int value) => new(Kind.Number, number: value);

    public static implicit operator LogValue(long value) => new(Kind.Number, number: value);

    public static implicit operator LogValue(decimal value) => new(Kind.Number, number: value);

    public static implicit operator LogValue(bool value) => new(value ? Kind.True : Kind.False);

    public static implicit operator LogValue(DateTimeOffset value) => new(Kind.Time, time: value.ToUniversalTime());

    public static implicit operator LogValue(DateTimeOffset? value) => value is { } some ? some : default(LogValue);

    /// <summary>In milliseconds.</summary>
    public static implicit operator LogValue(TimeSpan value) =>
        new(Kind.Number, number: (decimal)value.Ticks / TimeSpan.TicksPerMillisecond);

    internal void Write(Utf8JsonWriter json, string name)
    {
        switch (_kind)
        {
            case Kind.Text:
                json.WriteString(name, Cut(_text));
                break;
            case Kind.Number:
                json.WriteNumber(name, _number);
                break;
            case Kind.True or Kind.False:
                json.WriteBoolean(name, _kind == Kind.True);
                break;
            case Kind.Time:
                json.WriteString(name, _time.UtcDateTime);
                break;
            default:
                json.WriteNull(name);
                break;
        }
    }

    private static ReadOnlySpan<char> Cut(ReadOnlySpan<char> value)
    {
        if (value.Length <= LongestText)
            return value;
        var end = char.IsHighSurrogate(value[LongestText - 1]) ? LongestText - 1 : LongestText;
        return value[..end];
    }
}

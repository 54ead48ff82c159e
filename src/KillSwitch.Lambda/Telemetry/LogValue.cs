using System.Text.Json;

namespace KillSwitch.Lambda.Telemetry;

/// <summary>
/// A value that a log line may carry: a scalar, and text of at most <see cref="LongestText"/> characters. A record, a body or a
/// prompt has no way in.
/// </summary>
internal readonly struct LogValue
{
    public const int LongestText = 1000;

    private readonly Kind kind;
    private readonly string? text;
    private readonly decimal number;
    private readonly DateTimeOffset time;

    private LogValue(Kind kind, string? text = null, decimal number = 0, DateTimeOffset time = default)
    {
        this.kind = kind;
        this.text = text;
        this.number = number;
        this.time = time;
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
        switch (kind)
        {
            case Kind.Text:
                json.WriteString(name, Cut(text));
                break;
            case Kind.Number:
                json.WriteNumber(name, number);
                break;
            case Kind.True or Kind.False:
                json.WriteBoolean(name, kind == Kind.True);
                break;
            case Kind.Time:
                json.WriteString(name, time.UtcDateTime);
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

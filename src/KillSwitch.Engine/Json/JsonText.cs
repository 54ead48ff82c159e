using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KillSwitch.Engine.Json;

/// <summary>JSON as one line of text, and the guard's own words in it.</summary>
public static class JsonText
{
    /// <param name="write">Writes one whole value.</param>
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            write(json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>A member with a moment in UTC, to the second; null for none.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } moment)
            json.WriteString(name, moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        else
            json.WriteNull(name);
    }

    /// <summary>A value as programs read it: <c>awaitingApproval</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => Word(value.ToString());

    /// <summary>The same of a name: <c>LoggingOff</c> is <c>loggingOff</c>.</summary>
    public static string Word(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}

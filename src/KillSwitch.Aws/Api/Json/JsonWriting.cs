using System.Text.Json;

namespace KillSwitch.Aws.Api.Json;

/// <summary>Members of a request; null is not sent.</summary>
internal static class JsonWriting
{
    public static Utf8JsonWriter Add(this Utf8JsonWriter to, string name, string? value)
    {
        if (value is not null)
            to.WriteString(name, value);
        return to;
    }

    public static Utf8JsonWriter Add(this Utf8JsonWriter to, string name, long? value)
    {
        if (value is { } number)
            to.WriteNumber(name, number);
        return to;
    }

    public static Utf8JsonWriter Add(this Utf8JsonWriter to, string name, bool? value)
    {
        if (value is { } flag)
            to.WriteBoolean(name, flag);
        return to;
    }

    public static Utf8JsonWriter AddList(this Utf8JsonWriter to, string name, IEnumerable<string>? values)
    {
        if (values is null)
            return to;

        to.WriteStartArray(name);
        foreach (var value in values)
            to.WriteStringValue(value);
        to.WriteEndArray();
        return to;
    }

    public static Utf8JsonWriter AddObjects<T>(this Utf8JsonWriter to, string name, IEnumerable<T>? values, Action<Utf8JsonWriter, T> write)
    {
        if (values is null)
            return to;

        to.WriteStartArray(name);
        foreach (var value in values)
        {
            to.WriteStartObject();
            write(to, value);
            to.WriteEndObject();
        }

        to.WriteEndArray();
        return to;
    }

    public static Utf8JsonWriter Add<T>(this Utf8JsonWriter to, string name, T? value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (value is null)
            return to;

        to.WriteStartObject(name);
        write(to, value);
        to.WriteEndObject();
        return to;
    }
}

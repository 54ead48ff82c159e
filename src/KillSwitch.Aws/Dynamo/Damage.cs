using System.Text.Json;

namespace KillSwitch.Aws.Dynamo;

/// <summary>What is wrong with something that was kept, by the error that reading it made.</summary>
internal static class Damage
{
    /// <summary>Whatever a person has written there: reading it asks nobody, and so it can fail by nothing else.</summary>
    public static bool Is(Exception error) => error is not OutOfMemoryException;

    /// <summary>One clause.</summary>
    public static string Of(Exception error) => error switch
    {
        KeyNotFoundException => "a part of it is missing",
        ArgumentNullException or NullReferenceException => "a part of it is of another type",
        JsonException or FormatException or OverflowException or InvalidDataException or ArgumentException or InvalidOperationException
            or IndexOutOfRangeException =>
            $"it is not what the guard writes: {OneLine(error.Message)}",
        _ => OneLine(error.Message),
    };

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}

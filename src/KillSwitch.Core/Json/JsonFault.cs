using System.Globalization;
using System.Text.Json;

namespace KillSwitch.Core.Json;

/// <summary>What is wrong with a document, in a person's words: what the reader of it says is for programmers.</summary>
public static class JsonFault
{
    /// <summary>In a clause without a full stop; what our own readers say stays.</summary>
    public static string Clause(Exception error) => error switch
    {
        JsonException { LineNumber: { } line } => string.Create(CultureInfo.InvariantCulture, $"no valid JSON in line {line + 1}"),
        KeyNotFoundException => "a part of it is missing",
        InvalidOperationException => "a part of it is of another kind",
        _ => error.Message.TrimEnd('.'),
    };
}

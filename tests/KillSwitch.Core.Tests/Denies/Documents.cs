using System.Text.Json;

namespace KillSwitch.Core.Tests.Denies;

/// <summary>A policy document read back.</summary>
internal static class Documents
{
    public static IReadOnlyList<JsonElement> Statements(string document)
    {
        var root = JsonDocument.Parse(document).RootElement;
        root.GetProperty("Version").GetString().ShouldBe("2012-10-17");
        return [.. root.GetProperty("Statement").EnumerateArray()];
    }

    public static IReadOnlyList<string> Texts(this JsonElement statement, string name) =>
        statement.GetProperty(name) is { ValueKind: JsonValueKind.Array } many
            ? [.. many.EnumerateArray().Select(text => text.GetString()!)]
            : [statement.GetProperty(name).GetString()!];

    public static JsonElement Named(string document, string sid) =>
        Statements(document).Single(statement => statement.GetProperty("Sid").GetString() == sid);
}

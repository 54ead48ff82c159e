using System.Text.Json;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Health;

/// <summary>When something was last so, by name, in the guard's memory: <c>{"NAME":"2026-11-03T12:00:00+00:00"}</c>.</summary>
internal static class KeptMoments
{
    /// <summary>Empty where nothing was kept, and for a text that cannot be read, which is said.</summary>
    public static async ValueTask<Dictionary<string, DateTimeOffset>> ReadAsync(
        IGuardMemory memory, string name, CancellationToken cancellation) =>
        await KeptText.ReadAsync(memory, name, Parse, cancellation) ?? new(StringComparer.Ordinal);

    public static ValueTask KeepAsync(
        IGuardMemory memory, string name, IEnumerable<KeyValuePair<string, DateTimeOffset>> moments, CancellationToken cancellation) =>
        memory.KeepAsync(name, JsonText.Of(json =>
        {
            json.WriteStartObject();
            foreach (var (key, at) in moments)
                json.WriteString(key, at);
            json.WriteEndObject();
        }), cancellation);

    private static Dictionary<string, DateTimeOffset> Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.EnumerateObject()
            .ToDictionary(one => one.Name, one => one.Value.GetDateTimeOffset(), StringComparer.Ordinal);
    }
}

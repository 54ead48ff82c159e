using System.Text.Json;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Raises;

/// <summary>The raises that end at a time of their own, in the guard's memory.</summary>
public sealed class RaiseBook(IGuardMemory memory)
{
    private const string Name = "raises";
    private const int Tries = 5;

    public async ValueTask<IReadOnlyList<Raise>> ReadAsync(CancellationToken cancellation) =>
        await KeptText.ReadAsync(memory, Name, Parse, cancellation) ?? [];

    /// <summary>Keeps a raise in the place of the one of its id; null forgets it.</summary>
    /// <exception cref="IOException">Others wrote all the time.</exception>
    public async ValueTask KeepAsync(string id, Raise? raise, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            var recalled = await memory.RecallAsync(Name, cancellation);
            var others = (KeptText.Read(memory, Name, recalled, Parse) ?? []).Where(one => one.Id != id);
            if (await memory.TryKeepAsync(Name, recalled, Text(raise is null ? others : others.Append(raise)), cancellation))
                return;
        }

        throw new IOException("the raises were changed by others all the time");
    }

    private static string Text(IEnumerable<Raise> raises) => JsonText.Of(json =>
    {
        json.WriteStartArray();
        foreach (var raise in raises)
        {
            json.WriteStartObject();
            json.WriteString("id", raise.Id);
            json.WriteString("rule", raise.Rule);
            json.WriteString("counter", raise.Counter);
            json.WriteString("account", raise.Account);
            json.WriteNumber("amount", raise.Amount);
            json.WriteString("until", raise.Until);
            json.WriteNumber("grantedTo", raise.GrantedTo);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static List<Raise> Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return
        [
            .. document.RootElement.EnumerateArray().Select(raise => new Raise(
                Word(raise, "id"), Word(raise, "rule"), Word(raise, "counter"), Word(raise, "account"),
                raise.GetProperty("amount").GetDecimal(), raise.GetProperty("until").GetDateTimeOffset(),
                raise.GetProperty("grantedTo").GetInt64())),
        ];
    }

    private static string Word(JsonElement raise, string name) =>
        raise.GetProperty(name).GetString() ?? throw new FormatException($"`{name}` is no text");
}

using System.Text.Json;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Health;

/// <summary>
/// What is wrong with the guard, since when, and whether people know: a condition is told once it has lasted, again each day,
/// and when it is over.
/// </summary>
public sealed class HealthBook(IGuardMemory memory, INotifier notifier)
{
    private const string Name = "health";

    // What passes by itself within a minute or two wakes nobody.
    private static readonly TimeSpan TellAfter = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan OverAfter = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan TellAgain = TimeSpan.FromDays(1);

    public async ValueTask<IReadOnlyList<LastingCondition>> ReadAsync(CancellationToken cancellation) =>
        await KeptText.ReadAsync(memory, Name, Parse, cancellation) ?? [];

    /// <param name="looked">The kinds that were looked for in this run; the others stay as they are.</param>
    /// <param name="present">What was found, one of a kind.</param>
    public async ValueTask<IReadOnlyList<LastingCondition>> UpdateAsync(
        IReadOnlySet<string> looked, IReadOnlyList<Condition> present, DateTimeOffset now, CancellationToken cancellation)
    {
        var before = await ReadAsync(cancellation);
        var after = new List<LastingCondition>();
        var toTell = new List<Alert>();
        foreach (var condition in present)
        {
            var known = before.FirstOrDefault(one => one.Condition.Kind == condition.Kind)
                ?? new LastingCondition(condition, now, now, null);
            var lasting = known with { Condition = condition, Seen = now };
            if (condition.IsToldElsewhere)
            {
                lasting = lasting with { ToldAt = lasting.ToldAt ?? now };
            }
            else if ((condition.IsToldAtOnce || now - lasting.Since >= TellAfter)
                && (!(now - lasting.ToldAt < TellAgain) || HasNews(condition, known.Condition)))
            {
                lasting = lasting with { ToldAt = now };
                toTell.Add(Alert(lasting, "GUARD IN TROUBLE", condition.Text, condition.Remedy, now));
            }

            after.Add(lasting);
        }

        foreach (var gone in before.Where(one => present.All(condition => condition.Kind != one.Condition.Kind)))
        {
            if (!looked.Contains(gone.Condition.Kind) || now - gone.Seen < OverAfter)
                after.Add(gone);
            else if (gone.ToldAt is not null)
                toTell.Add(Alert(gone, "GUARD WELL AGAIN", "This is over: " + gone.Condition.Text, remedy: null, now));
        }

        // Told first: whoever is told twice is annoyed, whoever is never told is blind.
        foreach (var alert in toTell)
            await notifier.TellAsync(PendingMessage.Of(alert), cancellation);
        if (!before.SequenceEqual(after))
            await memory.KeepAsync(Name, Text(after), cancellation);
        return after;
    }

    private static bool HasNews(Condition condition, Condition before) =>
        condition.Parts.Any(part => !before.Text.Contains(part, StringComparison.Ordinal));

    private static Alert Alert(LastingCondition lasting, string head, string text, string? remedy, DateTimeOffset now) => new()
    {
        Head = head,
        Subject = lasting.Condition.Subject,
        Text = text,
        Remedy = remedy,
        Kind = JsonText.Word(lasting.Condition.Kind),
        At = now,
        Details =
            [("since", lasting.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) + " UTC")],
    };

    private static string Text(IReadOnlyList<LastingCondition> conditions) => JsonText.Of(json =>
    {
        json.WriteStartArray();
        foreach (var one in conditions)
        {
            json.WriteStartObject();
            json.WriteString("kind", one.Condition.Kind);
            json.WriteString("subject", one.Condition.Subject);
            json.WriteString("text", one.Condition.Text);
            json.WriteString("remedy", one.Condition.Remedy);
            json.WriteString("since", one.Since);
            json.WriteString("seen", one.Seen);
            if (one.ToldAt is { } told)
                json.WriteString("told", told);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static IReadOnlyList<LastingCondition> Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static LastingCondition Read(JsonElement json)
    {
        return new LastingCondition(
            new Condition(Member("kind"), Member("subject"), Member("text"), Member("remedy")),
            json.GetProperty("since").GetDateTimeOffset(),
            json.GetProperty("seen").GetDateTimeOffset(),
            json.TryGetProperty("told", out var told) ? told.GetDateTimeOffset() : null);

        string Member(string name) => json.GetProperty(name).GetString() ?? "";
    }
}

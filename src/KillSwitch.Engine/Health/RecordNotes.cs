using System.Globalization;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Health;

/// <summary>What was odd about records, as whoever takes them in notes it, for the watch to tell.</summary>
/// <param name="memory">Where it is kept.</param>
/// <param name="name">Of what.</param>
public sealed class RecordNotes(IGuardMemory memory, string name)
{
    private const int LongestText = 600;
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    // Who sends many must not make the guard write as many.
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private DateTimeOffset _notedAt;

    /// <param name="region">Where they were delivered.</param>
    /// <param name="what">What is odd about them; no full stop.</param>
    public async ValueTask NoteAsync(string region, string what, DateTimeOffset now, CancellationToken cancellation)
    {
        if (now - _notedAt < Between && !ClockSkew.IsAhead(_notedAt, now))
            return;
        var text = PlainText.Of(what);
        await memory.KeepAsync(
            $"{name}/{region}",
            string.Create(
            CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds()} {(text.Length <= LongestText ? text : text[..LongestText])}"),
            cancellation);
        _notedAt = now;
    }

    private async ValueTask<string?> LatelyAsync(string region, DateTimeOffset now, CancellationToken cancellation) =>
        await KeptText.ReadAsync(memory, $"{name}/{region}", Note.Parse, cancellation) is { } note && now - note.At < Lately
            && !ClockSkew.IsAhead(note.At, now) ? note.What : null;

    /// <summary>What the watch finds of it: a condition of each region where something was noted within the last hour.</summary>
    /// <param name="findings">Takes what was found.</param>
    /// <param name="kind">Of the condition.</param>
    /// <param name="regions">Where to look.</param>
    /// <param name="of">The condition of a region and what was noted there.</param>
    public async ValueTask LookAsync(Findings findings, string kind, IEnumerable<string> regions, Func<string, string, Condition> of,
        DateTimeOffset now, CancellationToken cancellation)
    {
        var found = new List<Condition>();
        foreach (var region in regions)
        {
            if (await LatelyAsync(region, now, cancellation) is { } what)
                found.Add(of(region, what) with { IsToldAtOnce = true });
        }

        findings.Look([kind], found);
    }

    private sealed record Note(DateTimeOffset At, string What)
    {
        public static Note Parse(string text)
        {
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            return new Note(DateTimeOffset.FromUnixTimeSeconds(long.Parse(text[..space], NumberStyles.None, CultureInfo.InvariantCulture)),
                text[(space + 1)..]);
        }
    }
}

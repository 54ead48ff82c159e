using System.Globalization;
using System.Text.Json;

namespace KillSwitch.Core.Drills;

/// <summary>
/// What a drill found, as it is kept and as programs read it: the names are a contract, and delays are seconds. Members that are not known
/// are passed over, as a later version writes more.
/// </summary>
public static class DrillFindingsJson
{
    // No step of a drill is waited for longer.
    private const decimal LongestSeconds = 86_400;

    public static void Write(Utf8JsonWriter json, DrillFindings drill)
    {
        json.WriteStartObject();
        WriteMembers(json, drill);
        json.WriteEndObject();
    }

    /// <summary>The members alone.</summary>
    public static void WriteMembers(Utf8JsonWriter json, DrillFindings drill)
    {
        json.WriteString("id", drill.Id);
        Time("startedAt", drill.StartedAt);
        Time("endedAt", drill.EndedAt);
        json.WriteString("account", drill.Account);
        json.WriteString("region", drill.Region);
        json.WriteString("guardVersion", drill.GuardVersion);
        json.WriteString("by", drill.By);
        json.WriteString("model", drill.Model);
        json.WriteNumber("spentUsd", drill.SpentUsd);
        json.WriteStartArray("checks");
        foreach (var check in drill.Checks)
        {
            json.WriteStartObject();
            json.WriteString("id", check.Id);
            json.WriteString("assumption", check.Assumption);
            json.WriteString("verdict", Word(check.Verdict));
            json.WriteString("saw", check.Saw);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("delays");
        Seconds("loggedSeconds", drill.Delays.Logged);
        Seconds("meteredSeconds", drill.Delays.Metered);
        Seconds("attachedSeconds", drill.Delays.Attached);
        Seconds("refusedSeconds", drill.Delays.Refused);
        Seconds("restoredSeconds", drill.Delays.Restored);
        json.WriteEndObject();
        json.WriteString("stamp", Word(drill.Stamp));

        void Time(string name, DateTimeOffset at) =>
            json.WriteString(name, at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));

        void Seconds(string name, TimeSpan? took)
        {
            if (took is { } known)
                json.WriteNumber(name, (decimal)known.Ticks / TimeSpan.TicksPerSecond);
            else
                json.WriteNull(name);
        }
    }

    /// <exception cref="FormatException">A member is missing, or is none of its values.</exception>
    public static DrillFindings Read(JsonElement json)
    {
        var delays = Member(json, "delays", JsonValueKind.Object);
        return new DrillFindings
        {
            Id = Text(json, "id"),
            StartedAt = Time("startedAt"),
            EndedAt = Time("endedAt"),
            Account = Text(json, "account"),
            Region = Text(json, "region"),
            GuardVersion = Text(json, "guardVersion"),
            By = Text(json, "by"),
            Model = Text(json, "model"),
            SpentUsd = Member(json, "spentUsd", JsonValueKind.Number).TryGetDecimal(out var spent) && spent >= 0
                ? spent : throw new FormatException("`spentUsd` is no amount"),
            Checks =
            [
                .. Member(json, "checks", JsonValueKind.Array).EnumerateArray().Select(check => new DrillCheck(
                    Text(check, "id"), Text(check, "assumption"), Value<DrillVerdict>(check, "verdict"), Text(check, "saw"))),
            ],
            Delays = new DrillDelays
            {
                Logged = Seconds("loggedSeconds"),
                Metered = Seconds("meteredSeconds"),
                Attached = Seconds("attachedSeconds"),
                Refused = Seconds("refusedSeconds"),
                Restored = Seconds("restoredSeconds"),
            },
            Stamp = Value<RecordStamp>(json, "stamp"),
        };

        DateTimeOffset Time(string name) =>
            Member(json, name, JsonValueKind.String).TryGetDateTimeOffset(out var at) ? at.ToUniversalTime()
                : throw new FormatException($"`{name}` is no time");

        TimeSpan? Seconds(string name) =>
            !delays.TryGetProperty(name, out var took) || took.ValueKind == JsonValueKind.Null ? null
                : took.ValueKind == JsonValueKind.Number && took.TryGetDecimal(out var seconds) && seconds is >= 0 and <= LongestSeconds
                    ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
                    : throw new FormatException($"`{name}` is no number of seconds up to a day");
    }

    /// <summary>A value as programs read it: <c>notSeen</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Text(JsonElement json, string name) => Member(json, name, JsonValueKind.String).GetString()!;

    private static T Value<T>(JsonElement json, string name)
        where T : struct, Enum
    {
        var text = Text(json, name);
        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value) == text)
                return value;
        }

        throw new FormatException($"`{text}` is not allowed for `{name}`; allowed: {string.Join(", ", Enum.GetValues<T>().Select(Word))}");
    }

    private static JsonElement Member(JsonElement json, string name, JsonValueKind kind) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind == kind
            ? member
            : throw new FormatException($"`{name}` is missing, or of another kind");
}

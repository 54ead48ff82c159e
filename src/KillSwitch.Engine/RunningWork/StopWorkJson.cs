using System.Text.Json;
using KillSwitch.Core.Prices;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.RunningWork;

/// <summary>What a stop has met, as it is kept and as programs read it: the names are a contract.</summary>
public static class StopWorkJson
{
    /// <summary>The members alone.</summary>
    public static void WriteMembers(Utf8JsonWriter json, StopWork work)
    {
        json.WriteStartArray("jobs");
        foreach (var job in work.Jobs)
        {
            json.WriteStartObject();
            json.WriteString("arn", job.Arn);
            json.WriteString("kind", JsonText.Word(job.Kind));
            json.WriteString("name", job.Name);
            json.WriteString("state", JsonText.Word(job.State));
            json.WriteString("reason", job.Reason);
            json.WriteBoolean("told", job.IsTold);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("provisioned");
        foreach (var capacity in work.Capacity)
        {
            json.WriteStartObject();
            json.WriteString("arn", capacity.Arn);
            json.WriteString("region", capacity.Region);
            json.WriteString("model", capacity.ModelId);
            json.WriteNumber("units", capacity.Units);
            json.WriteString("commitment", JsonText.Word(capacity.Commitment));
            if (ModelUnitPrice.Find(capacity.ModelId, capacity.Commitment) is { } price)
                json.WriteNumber("usdPerHour", price.PerHour.Amount * capacity.Units);
            else
                json.WriteNull("usdPerHour");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static string Write(StopWork work) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        WriteMembers(json, work);
        json.WriteEndObject();
    });

    /// <exception cref="JsonException">It is no such record.</exception>
    public static StopWork Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        return new StopWork(
            [.. Members("jobs")
                .Select(job =>
                new JobNote(Text(job, "arn"), Value<JobKind>(job, "kind"), Text(job, "name"), Value<JobState>(job, "state"),
                    Text(job, "reason"), job.GetProperty("told").GetBoolean()))],
            [.. Members("provisioned")
                .Select(one =>
                new ProvisionedCapacity(Text(one, "arn"), Text(one, "region"), Text(one, "model"), one.GetProperty("units").GetInt32(),
                    Value<CapacityCommitment>(one, "commitment")))]);

        JsonElement.ArrayEnumerator Members(string name) => document.RootElement.GetProperty(name).EnumerateArray();
    }

    private static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new JsonException($"`{name}` is null");

    private static T Value<T>(JsonElement json, string name)
        where T : struct, Enum => Enum.TryParse<T>(Text(json, name), ignoreCase: true, out var value)
            ? value
            : throw new JsonException($"`{name}` is none of its values");
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KillSwitch.Core.Drills;

/// <summary>
/// What the roles of a drill are allowed, as IAM's JSON. INVARIANT (nothing but calling): they may call the drill's models by name, until
/// an hour has passed, and nothing else; only who made them may assume them, and as long.
/// </summary>
/// <param name="Region">Where the calls are made.</param>
/// <param name="Account">Twelve digits.</param>
/// <param name="By">Who drills: the ARN that <c>GetCallerIdentity</c> says.</param>
/// <param name="Until">When both end.</param>
public sealed record DrillAccess(string Region, string Account, string By, DateTimeOffset Until)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string Partition => By.Split(':')[1];

    /// <summary>Who may assume them. A session that carries a source identity or tags may assume nothing that does not let it.</summary>
    public string Trust => Document(json => Statement(
        json, ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"], () =>
        {
            json.WriteStartObject("Principal");
            json.WriteString("AWS", By);
            json.WriteEndObject();
        }));

    /// <summary>What they may do.</summary>
    /// <param name="models">Ids of models.</param>
    /// <param name="profiles">Ids of the inference profiles by which they may be called.</param>
    public string Permissions(IEnumerable<string> models, IEnumerable<string> profiles) => Document(json =>
    {
        Statement(json, ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"], () => Resources(json, [
            // Inference across regions is authorised for the model where it is served, too.
            .. models.Select(model => $"arn:{Partition}:bedrock:*::foundation-model/{model}"),
            .. profiles.Select(profile => $"arn:{Partition}:bedrock:{Region}:{Account}:inference-profile/{profile}"),
        ]));
        Statement(json, ["bedrock-mantle:CreateInference"], () => Resources(
            json, [$"arn:{Partition}:bedrock-mantle:{Region}:{Account}:project/*"]));
    });

    private static string Document(Action<Utf8JsonWriter> statements)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteString("Version", "2012-10-17");
            json.WriteStartArray("Statement");
            statements(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private void Statement(Utf8JsonWriter json, IReadOnlyList<string> actions, Action about)
    {
        json.WriteStartObject();
        json.WriteString("Effect", "Allow");
        Texts(json, "Action", actions);
        about();
        json.WriteStartObject("Condition");
        json.WriteStartObject("DateLessThan");
        json.WriteString("aws:CurrentTime", Until.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Resources(Utf8JsonWriter json, IReadOnlyList<string> arns) => Texts(json, "Resource", arns);

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

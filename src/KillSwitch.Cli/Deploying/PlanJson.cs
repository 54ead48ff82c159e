using System.Text.Json;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>The same for programs, and whole.</summary>
internal static class PlanJson
{
    public static void Write(Utf8JsonWriter json, StackOutcome outcome)
    {
        var plan = outcome.Plan;
        json.WriteStartObject();
        json.WriteString("stack", plan.Stack);
        json.WriteString("region", plan.Region);
        json.WriteString("outcome", outcome.Word);
        json.WriteStartArray("options");
        foreach (var (name, before, after) in plan.Options)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("before", before);
            json.WriteString("after", after);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "permissionsGained", plan.Gained);
        Write(json, "permissionsLost", plan.Lost);
        json.WriteStartArray("resources");
        foreach (var change in plan.Changes)
        {
            json.WriteStartObject();
            json.WriteString("action", change.Action);
            json.WriteString("type", change.Type);
            json.WriteString("id", change.Id);
            json.WriteString("replacement", change.Replacement);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("outputs");
        foreach (var (name, value) in outcome.Outputs)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<PermissionEntry> permissions)
    {
        json.WriteStartArray(name);
        foreach (var one in permissions)
        {
            json.WriteStartObject();
            json.WriteString("who", one.Who);
            json.WriteString("verb", one.Verb);
            Texts("what", one.What);
            Texts("on", one.On);
            json.WriteString("if", one.If);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Texts(string member, IReadOnlyList<string> texts)
        {
            json.WriteStartArray(member);
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }
    }
}

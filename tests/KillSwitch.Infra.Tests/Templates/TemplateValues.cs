using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KillSwitch.Infra.Tests.Templates;

/// <summary>
/// A template as CloudFormation works it out under some parameters: no condition and no function is left, and what names a resource is a
/// text that names it. Two that are equal make the same stack.
/// </summary>
internal sealed class TemplateValues
{
    private static readonly JsonNode None = new JsonObject { ["Ref"] = "AWS::NoValue" };

    private readonly JsonObject _template;
    private readonly IReadOnlyDictionary<string, string> _values;

    private TemplateValues(JsonObject template, IReadOnlyDictionary<string, string> values) => (_template, _values) = (template, values);

    /// <param name="template">Is not changed.</param>
    /// <param name="values">Of parameters and of what CloudFormation knows of the stack; a parameter's default where one is
    /// missing.</param>
    /// <returns>The resources and the outputs, in an order of their own.</returns>
    public static JsonObject Of(JsonObject template, IReadOnlyDictionary<string, string> values)
    {
        var worked = new TemplateValues(template, values);
        return new JsonObject { ["Resources"] = worked.Section("Resources"), ["Outputs"] = worked.Section("Outputs") };
    }

    private JsonObject Section(string name)
    {
        var section = new JsonObject();
        foreach (var (id, entry) in (_template[name]?.AsObject() ?? []).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (entry!["Condition"] is { } condition && !Holds((string)condition!))
                continue;
            var plain = entry.DeepClone().AsObject();
            plain.Remove("Condition");
            if (name == "Resources")
                Depend(plain);
            section[id] = Same(Value(plain));
        }

        return section;
    }

    // What the metadata refers to is waited for, as what DependsOn names.
    private void Depend(JsonObject resource)
    {
        List<string> needed = resource["DependsOn"] switch
        {
            JsonArray several => [.. several.Select(one => (string)one!)],
            null => [],
            var one => [(string)one!],
        };
        needed.AddRange((resource["Metadata"]?["DependsOn"]?.AsArray() ?? []).Select(Value).Where(one => !IsNone(one))
            .Select(one => ((string)one!)[2..^1]));
        resource.Remove("Metadata");
        resource.Remove("DependsOn");
        if (needed.Count > 0)
            resource["DependsOn"] = new JsonArray([.. needed.Distinct().Order(StringComparer.Ordinal).Select(one => (JsonNode)one)]);
    }

    private bool Holds(string condition) => IsTrue(_template["Conditions"]![condition]!);

    private bool IsTrue(JsonNode node)
    {
        if (node["Condition"] is { } other)
            return Holds((string)other!);
        if (node["Fn::Not"] is { } not)
            return !IsTrue(not[0]!);
        if (node["Fn::And"] is JsonArray all)
            return all.All(one => IsTrue(one!));
        if (node["Fn::Or"] is JsonArray any)
            return any.Any(one => IsTrue(one!));
        return node["Fn::Equals"] is JsonArray equals
            ? Text(equals[0]) == Text(equals[1])
            : throw new InvalidOperationException($"{node} is no condition");
    }

    private string Text(JsonNode? node) => (string)Value(node)!;

    private JsonNode? Value(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                return new JsonArray([.. items.Select(Value).Where(one => !IsNone(one))]);
            case JsonObject { Count: 1 } only:
                var (name, argument) = only.First();
                switch (name)
                {
                    case "Ref":
                        return Referred((string)argument!);
                    case "Fn::GetAtt":
                        return $"${{{argument![0]}.{argument[1]}}}";
                    case "Fn::If":
                        return Value(argument![Holds((string)argument[0]!) ? 1 : 2]);
                    case "Fn::Join":
                        return string.Join((string)argument![0]!, Items(argument[1]).Select(one => (string)one!));
                    case "Fn::Split":
                        return new JsonArray([.. Text(argument![1]).Split((string)argument[0]!).Select(one => (JsonNode)one)]);
                    case "Fn::Select":
                        return Items(argument![1])[int.Parse($"{argument[0]}", CultureInfo.InvariantCulture)]!.DeepClone();
                    case var _ when name.StartsWith("Fn::", StringComparison.Ordinal):
                        throw new InvalidOperationException($"{name} is not known here");
                }

                break;
        }

        return node is JsonObject json
            ? new JsonObject(json.Select(member => KeyValuePair.Create(member.Key, Value(member.Value)))
                .Where(member => !IsNone(member.Value)))
            : node?.DeepClone();
    }

    private JsonArray Items(JsonNode? node) => Value(node)!.AsArray();

    private JsonNode Referred(string name) => name == "AWS::NoValue" ? None.DeepClone()
        : _values.TryGetValue(name, out var value) ? value
        : _template["Parameters"]?[name] is { } parameter && parameter["Default"] is { } unless ? (string)unless!
        : $"${{{name}}}";

    private static bool IsNone(JsonNode? node) => JsonNode.DeepEquals(node, None);

    // A text with JSON is what it says, one is a list of one, and a number is its digits.
    private static JsonNode? Same(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Same(member.Value)))),
        JsonArray { Count: 1 } single => Same(single[0]),
        JsonArray items => new JsonArray([.. items.Select(Same)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && ((string)value!) is ['{' or '[', ..] =>
            Same(Json((string)value!)) ?? value.DeepClone(),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.ToJsonString(),
        null => null,
        _ => node.DeepClone(),
    };

    private static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

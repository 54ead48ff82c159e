using System.Text.Json;

namespace KillSwitch.Infra.Tests;

/// <summary>
/// One statement of one role, written so that a person can read it: logical names without their hash, references as their names.
/// </summary>
internal sealed record Statement(string Role, string Text, IReadOnlyList<string> Actions)
{
    /// <summary>Every statement of every role's own policies.</summary>
    public static IReadOnlyList<Statement> All(StackTemplate template)
    {
        var statements = new List<Statement>();
        foreach (var policy in template.OfType("AWS::IAM::Policy"))
        {
            var properties = policy.Value.GetProperty("Properties");
            var roles = properties.GetProperty("Roles").EnumerateArray().Select(role => Name(role.GetProperty("Ref").GetString()!))
                .ToList();
            foreach (var statement in properties.GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray())
            {
                var actions = List(statement.GetProperty("Action"));
                var condition = statement.TryGetProperty("Condition", out var one) ? " if " + Show(one) : "";
                var text = $"{statement.GetProperty("Effect").GetString()} {string.Join(", ", actions)} on "
                    + $"{string.Join(", ", List(statement.GetProperty("Resource")))}{condition}";
                statements.AddRange(roles.Select(role => new Statement(role, text, actions)));
            }
        }

        return [.. statements.OrderBy(statement => statement.Role, StringComparer.Ordinal)
            .ThenBy(statement => statement.Text, StringComparer.Ordinal)];
    }

    private static List<string> List(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(Show)] : [Show(element)];

    /// <summary>A value of the template, references by their names.</summary>
    public static string Show(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Array => string.Join(" ", element.EnumerateArray().Select(Show)),
        JsonValueKind.Object when element.TryGetProperty("Ref", out var reference) => "{" + Name(reference.GetString()!) + "}",
        JsonValueKind.Object when element.TryGetProperty("Fn::GetAtt", out var attribute) =>
            "{" + Name(attribute[0].GetString()!) + "." + attribute[1].GetString() + "}",
        JsonValueKind.Object when element.TryGetProperty("Fn::Join", out var join) => string.Concat(join[1].EnumerateArray().Select(Show)),
        JsonValueKind.Object => string.Join(" and ", element.EnumerateObject().Select(member => $"{member.Name} {Show(member.Value)}")),
        _ => element.ToString(),
    };

    // The CDK ends a logical name with eight characters of a hash.
    private static string Name(string logical) =>
        logical.Length > 8 && !logical.StartsWith("AWS::", StringComparison.Ordinal) && logical[^8..].All(char.IsAsciiHexDigitUpper)
            ? logical[..^8]
            : logical.Replace("AWS::", "", StringComparison.Ordinal);
}

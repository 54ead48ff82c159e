using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KillSwitch.Engine.Deploying;

/// <summary>
/// What a template says under some values of its parameters, as text for people: what only CloudFormation knows, such as a name that it
/// gives, is said by what it is of.
/// </summary>
/// <param name="template">What is read.</param>
/// <param name="values">Of its parameters, and of <c>AWS::Region</c> and the like.</param>
internal sealed partial class TemplateReading(StackTemplate template, IReadOnlyDictionary<string, string> values)
{
    // What is being asked: JSON is not read deeper than 64, but conditions name each other.
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Whether a condition holds; null where the values do not say.</summary>
    /// <exception cref="FormatException">It names itself.</exception>
    public bool? Holds(string condition)
    {
        if (!template.Conditions.TryGetProperty(condition, out var asked))
            return null;
        if (!_asked.Add(condition))
            throw new FormatException($"its condition `{condition}` names itself");
        var holds = Holds(asked);
        _asked.Remove(condition);
        return holds;
    }

    /// <summary>What stands there: of two that a condition chooses between both, where the values do not say which.</summary>
    public IEnumerable<JsonElement> Branches(JsonElement value)
    {
        if (Function(value) is not ("Fn::If", { ValueKind: JsonValueKind.Array } chosen) || chosen.GetArrayLength() != 3)
            return IsNoValue(value) ? [] : [value];
        return Holds(chosen[0].GetString() ?? "") switch
        {
            true => Branches(chosen[1]),
            false => Branches(chosen[2]),
            null => Branches(chosen[1]).Concat(Branches(chosen[2])),
        };
    }

    /// <summary>A text, or each of a list.</summary>
    public IEnumerable<string> Texts(JsonElement value) => Branches(value).SelectMany(one => one.ValueKind == JsonValueKind.Array
        ? one.EnumerateArray().SelectMany(Texts)
        : Function(one) is ("Fn::Split", { ValueKind: JsonValueKind.Array } split) && split.GetArrayLength() == 2
        ? Text(split[1]).Split(Text(split[0]))
        : [Text(one)]);

    public string Text(JsonElement value) => Said(value).Text;

    private bool? Holds(JsonElement asked) => Function(asked) switch
    {
        ("Condition", { ValueKind: JsonValueKind.String } name) => Holds(name.GetString()!),
        ("Fn::Equals", { ValueKind: JsonValueKind.Array } pair) when pair.GetArrayLength() == 2 =>
            (Said(pair[0]), Said(pair[1])) is ({ IsKnown: true } one, { IsKnown: true } other)
                ? one.Text == other.Text : null,
        ("Fn::Not", { ValueKind: JsonValueKind.Array } not) when not.GetArrayLength() == 1 => !Holds(not[0]),
        ("Fn::And", { ValueKind: JsonValueKind.Array } all) => All([.. all.EnumerateArray().Select(one => Holds(one))]),
        ("Fn::Or", { ValueKind: JsonValueKind.Array } any) => !All([.. any.EnumerateArray().Select(one => !Holds(one))]),
        _ => null,
    };

    private static bool? All(IReadOnlyList<bool?> answers) =>
        answers.Any(one => one == false) ? false : answers.All(one => one == true) ? true : null;

    private (string Text, bool IsKnown) Said(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? (value.GetString()!, true) : Function(value) switch
        {
            ("Ref", { ValueKind: JsonValueKind.String } name) => values.TryGetValue(name.GetString()!, out var known)
                ? (known, true) : (LogicalId.Readable(name.GetString()!), false),
            ("Fn::GetAtt", { ValueKind: JsonValueKind.Array } of) when of.GetArrayLength() == 2 => (Attribute(of), false),
            ("Fn::Join", { ValueKind: JsonValueKind.Array } join) when join.GetArrayLength() == 2 => Joined(join),
            ("Fn::Sub", { ValueKind: JsonValueKind.String } sub) => Substituted(sub.GetString()!),
            ("Fn::Select", { ValueKind: JsonValueKind.Array } select) when select.GetArrayLength() == 2 => Selected(select),
            ("Fn::FindInMap", { ValueKind: JsonValueKind.Array } map) when map.GetArrayLength() == 3 => Mapped(map),
            ("Fn::If", _) => Chosen(value),
            _ => (value.GetRawText(), value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False),
        };

    private (string, bool) Joined(JsonElement join)
    {
        var parts = Branches(join[1]).SelectMany(list => list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().SelectMany(Branches).Select(one => Said(one))
            : Texts(list).Select(text => (Text: text, IsKnown: false))).ToList();
        return (string.Join(join[0].GetString(), parts.Select(one => one.Text)), parts.TrueForAll(one => one.IsKnown));
    }

    private (string, bool) Selected(JsonElement select)
    {
        var list = Texts(select[1]).ToList();
        return int.TryParse(Text(select[0]), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count
            ? (list[index], true)
            : ("", false);
    }

    private (string, bool) Mapped(JsonElement map) =>
        template.Mappings.TryGetProperty(Text(map[0]), out var named) && named.TryGetProperty(Text(map[1]), out var first)
            && first.TryGetProperty(Text(map[2]), out var second)
            ? Said(second)
            : (map.GetRawText(), false);

    private (string, bool) Chosen(JsonElement value)
    {
        var branches = Branches(value).Select(one => Said(one)).ToList();
        return branches is [var one] ? one : (string.Join(" or ", branches.Select(branch => branch.Text)), branches.Count == 0);
    }

    private (string, bool) Substituted(string text)
    {
        var isKnown = true;
        return (Variable().Replace(text, found =>
        {
            var (given, name) = (values.GetValueOrDefault(found.Groups[1].Value), found.Groups[1].Value);
            isKnown &= given is not null;
            return given ?? LogicalId.Readable(name.Split('.')[0]);
        }), isKnown);
    }

    private static string Attribute(JsonElement of) => of[1].ToString() is var attribute && attribute == "Arn"
        ? LogicalId.Readable(of[0].ToString()) : $"{LogicalId.Readable(of[0].ToString())}.{attribute}";

    private static (string Name, JsonElement Value) Function(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return ("", default);
        using var members = value.EnumerateObject();
        return members.MoveNext() && members.Current is var only && !members.MoveNext() ? (only.Name, only.Value) : ("", default);
    }

    private static bool IsNoValue(JsonElement value) =>
        Function(value) is ("Ref", { ValueKind: JsonValueKind.String } name) && name.GetString() == "AWS::NoValue";

    [GeneratedRegex(@"\$\{([A-Za-z0-9:.]+)\}")]
    private static partial Regex Variable();
}

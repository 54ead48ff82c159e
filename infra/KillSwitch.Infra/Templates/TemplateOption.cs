using System.Text.Json.Nodes;

namespace KillSwitch.Infra.Templates;

/// <summary>An option of a deployment as a parameter of the static templates, by the same name.</summary>
/// <param name="Name">As <c>-c NAME=VALUE</c> has it.</param>
/// <param name="Description">For who fills the parameter in.</param>
internal sealed record TemplateOption(string Name, string Description)
{
    private const string Home = "home";

    /// <summary>The words that it may be, the first where nobody says; empty for a text.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What a text has to look like; null where words are all there is.</summary>
    public string? Pattern { get; init; }

    /// <summary>The sentence for a value that is not like that.</summary>
    public string? Constraint { get; init; }

    /// <summary>What it is where nobody says; null for the first word, or nothing.</summary>
    public string? Default { get; init; }

    /// <summary>How many elements its list holds; 0 for no list.</summary>
    public int Places { get; init; }

    /// <summary>What a filled place, or a text that was given, may be; each changes what the template holds.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [Feature.Given];

    /// <summary>What stands for a value, by its place and kind, where the template is made: a text that is nowhere else.</summary>
    public Func<int, string, string> Sample { get; init; } = (_, _) => "";

    /// <summary>What stands for it in the template that is made, with what takes its place.</summary>
    public IReadOnlyList<TemplateHole> Holes { get; init; } = [];

    /// <summary>Whether the template always has it, so that nothing depends on its being there.</summary>
    public bool IsAlways { get; init; }

    /// <summary>The option with which it is there, and is not; null where it goes by itself.</summary>
    public TemplateOption? Follows { get; init; }

    /// <summary>Whether it takes away what other options say something about.</summary>
    public bool TakesAway { get; init; }

    /// <summary>Whether it is no option, but what home's deployment wrote down.</summary>
    public bool IsHomes { get; init; }

    /// <summary>The member of the parameter that home's deployment wrote it into.</summary>
    public string HomesMember => char.ToLowerInvariant(Name[Home.Length]) + Name[(Home.Length + 1)..];

    /// <summary>An option that has to have a word for this one to be allowed; null for none.</summary>
    public (string Option, string Word)? Needs { get; init; }

    /// <summary>How many filled places are tried: all, or those from which the others follow.</summary>
    public bool TriesEachPlace { get; init; }

    public IReadOnlyList<Feature> Features =>
        IsAlways || Follows is not null ? []
        : Words.Count > 0 ? [new Feature(Name, 0, Words)]
        : [.. Enumerable.Range(Places == 0 ? 0 : 1, Math.Max(Places, 1))
            .Select(place => new Feature(Name, place, [Feature.Absent, .. KindsAt(place)]))];

    /// <summary>What may be at a place. The first alone may be anything: see <see cref="Kinds"/>.</summary>
    private IEnumerable<string> KindsAt(int place) => place <= 1 || TriesEachPlace ? Kinds : Kinds.Take(1);

    /// <summary>What the CDK is told under some shapes; null for nothing.</summary>
    public string? Context(Shapes shapes)
    {
        if (IsAlways || (Follows is not null && Follows.Context(shapes) is not null))
            return Sample(0, Feature.Given);
        if (Words.Count > 0)
            return shapes.Of(Features[0]);
        if (Follows is not null)
            return null;
        var filled = Features.Select(feature => (feature.Place, Shape: shapes.Of(feature))).Where(one => one.Shape != Feature.Absent)
            .Select(one => Sample(one.Place, one.Shape));
        return string.Join(',', filled) is { Length: > 0 } text ? text : null;
    }

    public JsonObject ToParameter()
    {
        var parameter = new JsonObject { ["Type"] = "String", [nameof(Description)] = Description };
        // What home has for certain has to be said.
        if (!IsHomes || !IsAlways)
            parameter[nameof(Default)] = Default ?? (Words.Count > 0 ? Words[0] : "");
        if (Words.Count > 0)
            parameter["AllowedValues"] = new JsonArray([.. Words.Select(word => (JsonNode)word)]);
        if (Pattern is not null)
            parameter["AllowedPattern"] = Pattern;
        if (Constraint is not null)
            parameter["ConstraintDescription"] = Constraint;
        return parameter;
    }

    /// <summary>What asks the parameter whether a feature has a shape.</summary>
    public JsonNode Ask(Atom atom) => Words.Count > 0 ? Equal(Intrinsic.Ref(Name), atom.Shape)
        : Places == 0 ? Intrinsic.Not(Equal(Intrinsic.Ref(Name), ""))
        : atom.Shape == Feature.Given ? Filled(atom.Feature.Place)
        : Equal(Intrinsic.Part(Element(atom.Feature.Place), "/", 0), atom.Shape);

    private JsonObject Filled(int place)
    {
        var filled = Intrinsic.Not(Equal(Element(place), ""));
        // A list has no gaps, which whoever reads the conditions alone should know.
        if (place > 1)
            return Kinds.Count > 1 ? filled : All(Intrinsic.Condition(Features[place - 2].ConditionName(Feature.Given)), filled);
        return Kinds.Count == 1 ? filled
            : All([filled, .. Kinds.Where(kind => kind != Feature.Given).Select(kind => Intrinsic.Not(Equal(Element(place), kind)))]);
    }

    private static JsonObject All(params JsonNode[] conditions) => new() { ["Fn::And"] = new JsonArray(conditions) };

    /// <summary>An element of its list, from 1; empty where the list is shorter.</summary>
    public JsonNode Element(int place) => Intrinsic.Part(
        new JsonObject { ["Fn::Join"] = new JsonArray("", new JsonArray(Intrinsic.Ref(Name), new string(',', Places))) }, ",", place - 1);

    private static JsonObject Equal(JsonNode left, string right) => new() { ["Fn::Equals"] = new JsonArray(left, right) };
}

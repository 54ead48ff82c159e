using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KillSwitch.Infra.Templates;

/// <summary>
/// One template with conditions from the templates that the constructs make under different options. The constructs know nothing of it:
/// what depends on an option is found by holding the templates against each other.
/// </summary>
/// <param name="atoms">What conditions may ask.</param>
/// <param name="standsFor">Whether a text has in it what stands for an atom.</param>
/// <param name="placed">A text without the kind of what it stands for: what may be at a place is at that place, whatever it is.</param>
/// <param name="wordBreak">Where a text may change.</param>
internal sealed class TemplateMerge(
    IReadOnlyList<Atom> atoms, Func<Atom, string, bool> standsFor, Func<string, string> placed, Regex wordBreak, Conditions conditions)
{
    /// <summary>Of a resource, and of its metadata where a condition goes with it.</summary>
    internal const string DependsOn = "DependsOn";

    private readonly JsonTexts _texts = new();
    private readonly List<DecisionTree> _learned = [];

    private static readonly string[] OfResource = ["Type", "DeletionPolicy", "UpdateReplacePolicy"];

    /// <summary>The resources, or the outputs.</summary>
    /// <param name="samples">What the constructs made, under which shapes.</param>
    /// <exception cref="InvalidOperationException">The samples do not show what something depends on; the sentence says where.</exception>
    public JsonObject Sections(IReadOnlyList<(Shapes Shapes, JsonObject Section)> samples)
    {
        var merged = new JsonObject();
        // What is in the most samples shows best what it depends on.
        foreach (var id in samples.SelectMany(sample => sample.Section.Select(one => one.Key)).Distinct()
            .OrderByDescending(id => samples.Count(sample => sample.Section.ContainsKey(id))))
        {
            var condition = Presence(
                [.. samples.Select(sample => (sample.Shapes, Node: sample.Section))], sample => sample.Node.ContainsKey(id), id, id);
            List<(Shapes Shapes, JsonNode? Node)> there =
                [.. samples.Where(sample => sample.Section.ContainsKey(id)).Select(sample => (sample.Shapes, sample.Section[id]))];
            var one = Entry(there, id);
            if (condition is not null)
                one["Condition"] = condition;
            merged[id] = one;
        }

        return merged;
    }

    private JsonObject Entry(List<(Shapes Shapes, JsonNode? Node)> samples, string at)
    {
        var merged = new JsonObject();
        foreach (var name in Names(samples).Where(name => name != DependsOn))
        {
            List<(Shapes Shapes, JsonNode? Node)> there = [.. samples.Where(sample => sample.Node![name] is not null)
                .Select(sample => (sample.Shapes, sample.Node![name]))];
            merged[name] = name switch
            {
                _ when OfResource.Contains(name) => there.Count == samples.Count
                    && there.TrueForAll(one => Text(one.Node) == Text(there[0].Node))
                    ? there[0].Node!.DeepClone()
                    : throw new InvalidOperationException($"{at}.{name} depends on an option, and CloudFormation takes no function there"),
                _ => Member(samples, name, at),
            };
        }

        Dependencies(samples, merged, at);
        return merged;
    }

    // CloudFormation takes no function in DependsOn. A reference in the metadata says the same.
    private void Dependencies(List<(Shapes Shapes, JsonNode? Node)> samples, JsonObject merged, string at)
    {
        var always = new JsonArray();
        var sometimes = new JsonArray();
        List<(Shapes Shapes, List<string> Node)> needed = samples.ConvertAll(sample => (sample.Shapes, Needed(sample.Node![DependsOn])));
        foreach (var id in needed.SelectMany(sample => sample.Node).Distinct().Order(StringComparer.Ordinal))
        {
            if (Presence(needed, sample => sample.Node.Contains(id), $"{at}.{DependsOn}", id) is { } condition)
                sometimes.Add(Intrinsic.If(condition, Intrinsic.Ref(id), Intrinsic.NoValue));
            else
                always.Add(id);
        }

        if (always.Count > 0)
            merged[DependsOn] = always;
        if (sometimes.Count > 0)
            merged["Metadata"] = new JsonObject { [DependsOn] = sometimes };
    }

    private static List<string> Needed(JsonNode? dependsOn) => dependsOn switch
    {
        JsonArray several => [.. several.Select(one => (string)one!)],
        null => [],
        _ => [(string)dependsOn!],
    };

    private JsonNode? Member(List<(Shapes Shapes, JsonNode? Node)> samples, string name, string at)
    {
        var here = $"{at}.{name}";
        var condition = Presence(samples, sample => sample.Node!.AsObject().ContainsKey(name), here, name);
        var value = Merge(
            [
                .. samples.Where(sample => sample.Node!.AsObject().ContainsKey(name)).Select(sample => (sample.Shapes, sample.Node![name])),
            ],
            here);
        return condition is null ? value : Intrinsic.If(condition, value, Intrinsic.NoValue);
    }

    private JsonNode? Merge(List<(Shapes Shapes, JsonNode? Node)> samples, string at)
    {
        var distinct = samples.Select(sample => Text(sample.Node)).Distinct().Count();
        if (distinct == 1)
            return samples[0].Node?.DeepClone();
        // IAM takes one for a list of one.
        if (samples.Exists(sample => sample.Node is JsonArray) && samples.Exists(sample => sample.Node is not JsonArray))
        {
            samples = samples.ConvertAll(sample =>
                (sample.Shapes, (JsonNode?)(sample.Node as JsonArray ?? new JsonArray(sample.Node?.DeepClone()))));
        }

        if (samples.TrueForAll(sample => sample.Node is JsonArray))
            return Items(samples, at);
        if (samples.Exists(sample => Intrinsic.IsTextual(sample.Node))
            && samples.TrueForAll(sample => Intrinsic.IsTextual(sample.Node) || Intrinsic.Is(sample.Node)))
        {
            var read = samples.ConvertAll(sample => (sample.Shapes, Node: _texts.Read(sample.Node!)));
            return read.TrueForAll(sample => sample.Node is not null)
                ? _texts.Write(Merge(read, at))
                : Texts(samples, at);
        }

        if (samples.TrueForAll(sample => sample.Node is JsonObject && !Intrinsic.Is(sample.Node)))
        {
            return new JsonObject(Names(samples).Select(name => KeyValuePair.Create(name, Member(samples, name, at))));
        }

        return Whole(samples, at);
    }

    private JsonArray Items(List<(Shapes Shapes, JsonNode? Node)> samples, string at)
    {
        var variants = samples.GroupBy(sample => Text(sample.Node))
            .Select(same => (Shapes: same.Select(one => one.Shapes).ToList(), Items: same.First().Node!.AsArray()))
            .OrderByDescending(variant => variant.Items.Count).ToList();
        var isKeyed = variants.TrueForAll(variant => variant.Items.Any(item => Name(item) is not null));
        var isOfOneLength = variants.TrueForAll(variant => variant.Items.Count == variants[0].Items.Count);
        List<int?[]> columns = !isKeyed && isOfOneLength
            ? [.. Enumerable.Range(0, variants[0].Items.Count).Select(index => variants.Select(_ => (int?)index).ToArray())]
            : Alignment<JsonNode?>.Of([.. variants.Select(variant => variant.Items.ToList())], (one, other) =>
                Name(one) is { } name ? name == Name(other) : Text(one) == Text(other));
        var merged = new JsonArray();
        foreach (var (column, number) in columns.Select((column, number) => (column, number)))
        {
            List<(Shapes Shapes, JsonNode? Node)> there = [.. variants.SelectMany((variant, index) => column[index] is { } item
                ? variant.Shapes.Select(shapes => (shapes, variant.Items[item])) : [])];
            var present = there.Select(one => one.Shapes.Key).ToHashSet();
            var here = $"{at}[{number}]";
            var condition = Presence(samples, sample => present.Contains(sample.Shapes.Key), here, Text(there[0].Node));
            var item = Merge(there, here);
            merged.Add(condition is null ? item : Intrinsic.If(condition, item, Intrinsic.NoValue));
        }

        return merged;
    }

    private JsonNode Texts(List<(Shapes Shapes, JsonNode? Node)> samples, string at)
    {
        var variants = samples.GroupBy(sample => Text(sample.Node))
            .Select(same => (Shapes: same.Select(one => one.Shapes).ToList(), Words: Words(same.First().Node!)))
            .OrderByDescending(variant => variant.Words.Count).ToList();
        var columns = Alignment<JsonNode>.Of(
            [.. variants.Select(variant => variant.Words)], (one, other) => placed(Text(one)) == placed(Text(other)));
        List<(string? Condition, List<JsonNode> Words)> runs = [];
        foreach (var column in columns)
        {
            List<(Shapes Shapes, JsonNode? Node)> there = [.. variants.SelectMany((variant, index) => column[index] is { } word
                ? variant.Shapes.Select(shapes => (shapes, (JsonNode?)variant.Words[word])) : [])];
            var present = there.Select(one => one.Shapes.Key).ToHashSet();
            if (Learn(samples, sample => present.Contains(sample.Shapes.Key) ? 1 : 0, Text(there[0].Node)) is not { } tree)
                return Whole(samples, at)!;
            var condition = conditions.Of(tree);
            var word = there.TrueForAll(one => Text(one.Node) == Text(there[0].Node)) ? there[0].Node! : Whole(there, at)!;
            if (runs.Count > 0 && runs[^1].Condition == condition)
                runs[^1].Words.Add(word);
            else
                runs.Add((condition, [word]));
        }

        return Intrinsic.Join(runs.Select(run =>
            run.Condition is null ? Intrinsic.Join(run.Words) : Intrinsic.If(run.Condition, Intrinsic.Join(run.Words), "")));
    }

    // Whole values, one of which there is.
    private JsonNode? Whole(List<(Shapes Shapes, JsonNode? Node)> samples, string at)
    {
        var values = samples.Select(sample => Text(sample.Node)).Distinct().ToList();
        var tree = Learn(samples, sample => values.IndexOf(Text(sample.Node)), string.Concat(values)) ?? throw Unexplained(at);
        return Of(tree);

        JsonNode? Of(DecisionTree tree) => tree is DecisionTree.Asked asked
            ? Intrinsic.If(conditions.Of(asked.Atom), Of(asked.WhenTrue), Of(asked.WhenFalse))
            : samples.Find(sample => Text(sample.Node) == values[((DecisionTree.Known)tree).Outcome]).Node?.DeepClone();
    }

    private string? Presence<T>(
        IReadOnlyList<(Shapes Shapes, T Node)> samples, Func<(Shapes Shapes, T Node), bool> isThere, string at, string text) =>
        conditions.Of(Learn(samples, sample => isThere(sample) ? 1 : 0, text) ?? throw Unexplained(at));

    private DecisionTree? Learn<T>(
        IReadOnlyList<(Shapes Shapes, T Node)> samples, Func<(Shapes Shapes, T Node), int> outcome, string text)
    {
        var tree = DecisionTree.Learn(
            [.. samples.Select(sample => (sample.Shapes, outcome(sample)))], atoms, atom => standsFor(atom, text), _learned);
        if (tree is DecisionTree.Asked && !_learned.Contains(tree))
            _learned.Add(tree);
        return tree;
    }

    private static InvalidOperationException Unexplained(string at) => new($"no option explains when {at} is what it is");

    // Texts change between their commas, as lists do, and around what stands for a value.
    private List<JsonNode> Words(JsonNode node) =>
        [.. Intrinsic.Pieces(node).SelectMany(piece =>
            Intrinsic.IsText(piece) ? wordBreak.Split((string)piece!).Select(word => (JsonNode)word) : [piece])];

    // Of a statement, of a branch of a state machine, of a dashboard's graph.
    private static string? Name(JsonNode? item) =>
        item is JsonObject json ? (string?)(json["Sid"] ?? json["StartAt"] ?? (json["properties"] as JsonObject)?["title"]) : null;

    private static List<string> Names(List<(Shapes Shapes, JsonNode? Node)> samples) =>
        [.. samples.SelectMany(sample => sample.Node!.AsObject().Select(member => member.Key)).Distinct()];

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}

using System.Text.Json.Nodes;

namespace KillSwitch.Infra.Templates;

/// <summary>The conditions of a template: each by a name that says what it asks.</summary>
/// <param name="ask">What an atom asks of the parameters.</param>
internal sealed class Conditions(Func<Atom, JsonNode> ask)
{
    private readonly SortedDictionary<string, JsonNode> _named = new(StringComparer.Ordinal);

    public JsonObject ToJson() => new(_named.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, one.Value.DeepClone())));

    /// <summary>The name of the condition that an atom holds.</summary>
    public string Of(Atom atom)
    {
        if (!_named.ContainsKey(atom.Name))
        {
            var asked = ask(atom);
            _named.Add(atom.Name, asked);
            // A place of a list goes by the one before it.
            if (asked["Fn::And"]?[0]?["Condition"] is not null)
                Of(atom with { Feature = atom.Feature with { Place = atom.Feature.Place - 1 } });
        }

        return atom.Name;
    }

    /// <summary>The name of the condition that a tree ends with 1, and not with 0.</summary>
    /// <returns>Null where it ends with 1 whatever is asked.</returns>
    public string? Of(DecisionTree tree) => tree switch
    {
        DecisionTree.Known { Outcome: 1 } => null,
        DecisionTree.Asked asked => Named(asked),
        _ => throw new InvalidOperationException("nothing is there under no condition at all"),
    };

    private string Named(DecisionTree.Asked asked)
    {
        var atom = Of(asked.Atom);
        return (asked.WhenTrue, asked.WhenFalse) switch
        {
            (DecisionTree.Known { Outcome: 1 }, DecisionTree.Known { Outcome: 0 }) => atom,
            (DecisionTree.Known { Outcome: 0 }, DecisionTree.Known { Outcome: 1 }) => Not(atom),
            (DecisionTree.Known { Outcome: 1 }, DecisionTree.Asked other) => Both("Or", "Fn::Or", atom, Named(other)),
            (DecisionTree.Known { Outcome: 0 }, DecisionTree.Asked other) => Both("And", "Fn::And", Not(atom), Named(other)),
            (DecisionTree.Asked other, DecisionTree.Known { Outcome: 0 }) => Both("And", "Fn::And", atom, Named(other)),
            (DecisionTree.Asked other, DecisionTree.Known { Outcome: 1 }) => Both("Or", "Fn::Or", Not(atom), Named(other)),
            (DecisionTree.Asked whenTrue, DecisionTree.Asked whenFalse) => Both(
                "Or", "Fn::Or", Both("And", "Fn::And", atom, Named(whenTrue)), Both("And", "Fn::And", Not(atom), Named(whenFalse))),
            _ => throw new InvalidOperationException("a question whose answers are the same"),
        };
    }

    private string Not(string name)
    {
        var not = "Not" + name;
        _named.TryAdd(not, new JsonObject { ["Fn::Not"] = new JsonArray(Intrinsic.Condition(name)) });
        return not;
    }

    private string Both(string word, string function, string one, string other)
    {
        var name = one + word + other;
        _named.TryAdd(name, new JsonObject { [function] = new JsonArray(Intrinsic.Condition(one), Intrinsic.Condition(other)) });
        return name;
    }
}

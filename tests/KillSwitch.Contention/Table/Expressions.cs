using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace KillSwitch.Contention.Table;

/// <summary>The part of DynamoDB's expressions that the ledger writes.</summary>
/// <param name="names">What stands for names, by <c>#name</c>; null for none.</param>
/// <param name="values">What stands for values, by <c>:value</c>; null for none.</param>
internal sealed class Expressions(Dictionary<string, string>? names, Item? values)
{
    /// <summary>Terms of <c>attribute_not_exists(a)</c>, <c>a = :v</c> and <c>a &lt; :v</c>, any of which is enough.</summary>
    public bool Holds(string? condition, Item? item) => condition is null
        || condition.Split(" OR ", StringSplitOptions.TrimEntries).Any(term => TermHolds(term, item));

    /// <summary><c>ADD a :v, … SET a = :v, … REMOVE a, …</c>; an item that is not there begins as its key.</summary>
    public Item Updated(string update, Item key, Item? item)
    {
        var updated = new Item(item ?? key);
        var remove = update.IndexOf("REMOVE ", StringComparison.Ordinal);
        foreach (var name in Parts(remove < 0 ? "" : update[(remove + 7)..]))
            updated.Remove(Name(name));
        update = remove < 0 ? update : update[..remove];
        var set = update.IndexOf("SET ", StringComparison.Ordinal);
        var (added, assigned) = set < 0 ? (update, "") : (update[..set], update[(set + 4)..]);
        foreach (var part in Parts(added.Replace("ADD ", "", StringComparison.Ordinal)))
        {
            var words = part.Split(' ');
            updated[Name(words[0])] = Sum(updated.GetValueOrDefault(Name(words[0])), Value(words[1]));
        }

        foreach (var part in Parts(assigned))
        {
            var words = part.Split(" = ");
            updated[Name(words[0])] = Value(words[1]);
        }

        return updated;
    }

    private bool TermHolds(string term, Item? item)
    {
        const string missing = "attribute_not_exists(";
        if (term.StartsWith(missing, StringComparison.Ordinal))
            return item?.ContainsKey(Name(term[missing.Length..^1])) != true;
        var words = term.Split(' ');
        if (words.Length != 3 || item?.GetValueOrDefault(Name(words[0])) is not { } value)
            return words.Length == 3 ? false : throw new NotSupportedException(term);
        return words[1] switch
        {
            "=" => value.S == Value(words[2]).S && value.N == Value(words[2]).N,
            "<" => Number(value) < Number(Value(words[2])),
            _ => throw new NotSupportedException(term),
        };
    }

    private static string[] Parts(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private string Name(string name) => name[0] == '#' ? names![name] : name;

    private AttributeValue Value(string name) => values![name];

    private static AttributeValue Sum(AttributeValue? left, AttributeValue right) => left is null ? right : new AttributeValue
    {
        N = (Number(left) + Number(right)).ToString(CultureInfo.InvariantCulture),
    };

    private static decimal Number(AttributeValue value) => decimal.Parse(value.N, NumberStyles.Float, CultureInfo.InvariantCulture);
}

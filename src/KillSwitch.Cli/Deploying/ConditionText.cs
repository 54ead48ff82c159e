using KillSwitch.Core.Wording;

namespace KillSwitch.Cli.Deploying;

/// <summary>The conditions of a permission, for a person.</summary>
internal static class ConditionText
{
    // Which policies may be attached is what everybody asks of one who may attach some.
    private const string Policies = "iam:PolicyARN";
    private const string And = " and ";
    private const string Or = " or ";
    private const int MostValues = 2;
    private const int Short = 90;

    /// <summary>All of them; null for none.</summary>
    public static string? Of(string? conditions) => conditions is null ? null
        : string.Join(And, conditions.Split(And).Select(one => Known(one) ?? one));

    /// <summary>The same as the rest of a sentence, in short: of what is long the keys alone.</summary>
    /// <param name="conditions">Null for none.</param>
    /// <param name="shorten">Of a value.</param>
    public static string Rest(string? conditions, Func<string, string> shorten)
    {
        if (conditions is null)
            return "";
        var all = conditions.Split(And);
        List<string> told = [.. all.Select(one => Known(one) ?? Told(one, shorten))];
        if (string.Join(And, told).Length <= Short)
            return ", if " + string.Join(And, told);
        List<string> named = [.. told.Where((one, place) => Key(all[place]) == Policies || (told.Count == 1 && one.Length <= Short))];
        List<string> keys = [.. all.Select(Key).Where(key => key != Policies || named.Count == 0).Distinct()];
        return (named.Count == 0 ? "" : ", if " + string.Join(And, named))
            + (keys.Count == 0 ? "" : ", under conditions on " + string.Join(And, keys));
    }

    private static string Key(string one) => one.Split(' ')[0];

    private static string? Known(string one) => one switch
    {
        "aws:SecureTransport Bool false" => "it comes without TLS",
        _ => null,
    };

    // Of many values how they all begin.
    private static string Told(string one, Func<string, string> shorten)
    {
        if (one.Split(' ', 3) is not [var key, var test, var text])
            return one;
        List<string> values = [.. text.Split(Or).Select(shorten)];
        if (values.Count <= MostValues)
            return $"{key} {test} {string.Join(Or, values)}";
        var alike = values.Aggregate((begin, next) => begin[..begin.Zip(next).TakeWhile(pair => pair.First == pair.Second).Count()]);
        return $"{key} {test} one of {Counted.Of(values.Count, "value")}"
            + (alike.Length == 0 ? "" : $" that begin with {alike}");
    }
}

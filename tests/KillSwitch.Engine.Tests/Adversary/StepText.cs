using System.Globalization;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>Reads a step as it is printed.</summary>
internal static class StepText
{
    public static Step Parse(string[] words) => words[0] switch
    {
        "calls" => Calls(words),
        "again" => new Step.Again(Number(words[1]), Text(words, "meter", "A")[0], Dying(words)),
        "pass" => new Step.Pass(Number(words[1].TrimEnd('s'))),
        "watch" => new Step.Watch(Dying(words)),
        "apply" => new Step.Apply(
            string.Join(' ', words.Skip(1).Where(word => !word.StartsWith("lag", StringComparison.Ordinal))),
            Number(Text(words, "lagA", "0")), Number(Text(words, "lagB", "0"))),
        "restore" => new Step.Restore(words[1], decimal.Parse(Text(words, "raise", "0"), CultureInfo.InvariantCulture)),
        "approve" => new Step.Approve(words[1]),
        "reject" => new Step.Reject(words[1]),
        "stop" => new Step.Stop(words[1]),
        "hinder" => new Step.Hinder(words[1], IsOver: false),
        "allow" => new Step.Hinder(words[1], IsOver: true),
        "detach" => new Step.Detach(words[1]),
        _ => throw new FormatException($"`{string.Join(' ', words)}` is no step"),
    };

    private static Step.Calls Calls(string[] words)
    {
        var who = words[1].Split('/');
        return new Step.Calls(
            who[0],
            who[1],
            words[2],
            Number(Text(words, "count", "1")),
            decimal.Parse(Text(words, "usd", "1"), CultureInfo.InvariantCulture),
            Number(Text(words, "input", "0")),
            Number(Text(words, "cached", "0")),
            Number(Text(words, "age", "0")),
            Text(words, "meter", "A")[0],
            words.Contains("served"),
            Dying(words));
    }

    private static Death? Dying(string[] words) => Text(words, "dies", "") is { Length: > 0 } text ? Death.Parse(text) : null;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(string[] words, string key, string usual) =>
        words.FirstOrDefault(word => word.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..] ?? usual;
}

namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>What the watch says in whole sentences, as one of ours: lower case, no full stop.</summary>
internal static class Sentence
{
    public static string Of(string text) => string.Join("; ", text.TrimEnd('.').Split(". ").Select(Lower));

    // A name such as CloudWatch stays as it is.
    private static string Lower(string one) =>
        one.Length > 1 && char.IsUpper(one[0]) && !one[1..].TakeWhile(char.IsLetter).Any(char.IsUpper)
            ? char.ToLowerInvariant(one[0]) + one[1..]
            : one;
}

namespace KillSwitch.Core.Deployments;

/// <summary>How AWS spells a region.</summary>
public static class AwsRegion
{
    private const int Longest = 20;

    /// <summary>Words of letters and a number, with hyphens between: whether there is such a region, AWS alone knows.</summary>
    public static bool IsName(string name) => name.Length <= Longest
        && name.Split('-') is [{ Length: >= 2 } area, .., var number] words && words.Length >= 3
        && number.Length > 0 && number.All(char.IsAsciiDigit)
        && area.All(char.IsAsciiLetterLower) && words[1..^1].All(word => word.Length > 0 && word.All(char.IsAsciiLetterLower));
}

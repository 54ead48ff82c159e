namespace KillSwitch.Core.Deployments;

/// <summary>An option of a deployment, with its value.</summary>
/// <param name="Name">As <c>-c</c> has it: <c>ownerTopics</c>.</param>
/// <param name="Value">After the equals sign.</param>
/// <param name="Code">The value in C#, for the construct's property of that name.</param>
public sealed record DeployOption(string Name, string Value, string Code)
{
    /// <summary>For the command line: <c>-c NAME=VALUE</c>.</summary>
    public string Argument => $"-c {Name}={Value}";

    /// <summary>For the properties of the construct: <c>Name = VALUE</c>.</summary>
    public string Property => $"{char.ToUpperInvariant(Name[0])}{Name[1..]} = {Code}";

    public static DeployOption Text(string name, string value) => new(name, value, Quoted(value));

    public static DeployOption Flag(string name, bool value) => new(name, value ? "true" : "false", value ? "true" : "false");

    /// <summary>A list as a whole: a deployment adds nothing to the one before.</summary>
    public static DeployOption List(string name, IEnumerable<string> values)
    {
        List<string> all = [.. values.Distinct()];
        return new(name, string.Join(',', all), $"[{string.Join(", ", all.Select(Quoted))}]");
    }

    private static string Quoted(string text) => $"\"{text}\"";
}

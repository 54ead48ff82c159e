namespace KillSwitch.Engine.Yaml;

/// <summary>A mistake in a file that a person wrote.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">One sentence: what was found and what is allowed; lower case, no full stop.</param>
public sealed record YamlProblem(long Line, long Column, string Message) : IComparable<YamlProblem>
{
    public int CompareTo(YamlProblem? other) => other is null ? 1 : (Line, Column).CompareTo((other.Line, other.Column));

    public static bool operator <(YamlProblem left, YamlProblem right) => left.CompareTo(right) < 0;

    public static bool operator >(YamlProblem left, YamlProblem right) => left.CompareTo(right) > 0;

    public static bool operator <=(YamlProblem left, YamlProblem right) => left.CompareTo(right) <= 0;

    public static bool operator >=(YamlProblem left, YamlProblem right) => left.CompareTo(right) >= 0;
}

namespace KillSwitch.Infra.Templates;

/// <summary>Something about an option that changes what the template holds: its word, that it is given, its third element.</summary>
/// <param name="Option">The option's name.</param>
/// <param name="Place">Of a list, from 1; 0 for an option that is no list.</param>
/// <param name="Shapes">What there is; the first where nobody says anything.</param>
internal sealed record Feature(string Option, int Place, IReadOnlyList<string> Shapes)
{
    /// <summary>Of an option without words of its own, and of a place in a list, that nobody filled.</summary>
    public const string Absent = "absent";

    /// <summary>That it was filled.</summary>
    public const string Given = "given";

    /// <summary>Those that conditions ask for.</summary>
    public IEnumerable<string> Asked => Shapes.Skip(Shapes[0] == Absent || Shapes.Count == 2 ? 1 : 0);

    public string ConditionName(string shape)
    {
        var option = char.ToUpperInvariant(Option[0]) + Option[1..] + (Place == 0 ? "" : $"{Place}");
        return shape is Given ? "Has" + option
            : option + "Is" + char.ToUpperInvariant(shape[0]) + shape[1..].Replace("_", "", StringComparison.Ordinal);
    }

    public bool Equals(Feature? other) => other is not null && Option == other.Option && Place == other.Place;

    public override int GetHashCode() => HashCode.Combine(Option, Place);
}

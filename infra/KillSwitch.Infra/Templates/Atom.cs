namespace KillSwitch.Infra.Templates;

/// <summary>That a feature has one of its shapes.</summary>
/// <param name="Feature">Of <see cref="TemplateOption"/>.</param>
/// <param name="Shape">Of the feature; never its first, which stands for none of the others.</param>
internal sealed record Atom(Feature Feature, string Shape)
{
    /// <summary>The name of the condition that says so.</summary>
    public string Name => Feature.ConditionName(Shape);

    public bool IsTrueOf(Shapes shapes) => shapes.Of(Feature) == Shape;
}

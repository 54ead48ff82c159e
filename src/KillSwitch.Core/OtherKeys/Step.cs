using KillSwitch.Core.Access;

namespace KillSwitch.Core.OtherKeys;

/// <summary>A step to another identity.</summary>
/// <param name="To">The other.</param>
/// <param name="IsCertain">False where a condition decides that is not known.</param>
internal readonly record struct Step(Identity To, bool IsCertain)
{
    public static readonly IReadOnlyList<Step> None = [];
}

using KillSwitch.Core.Policies;
using KillSwitch.Engine.Yaml;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>A policy, or every mistake that the file has; a file with a mistake gives no policy.</summary>
/// <param name="Policy">Null exactly when there are problems.</param>
/// <param name="Problems">In the order of the file.</param>
/// <param name="Warnings">What is allowed and probably not meant, in the order of the file.</param>
public sealed record PolicyFileResult(Policy? Policy, IReadOnlyList<YamlProblem> Problems, IReadOnlyList<YamlProblem> Warnings)
{
    /// <summary>The patterns of principals and models, in the order of the file.</summary>
    public IReadOnlyList<WrittenPattern> Patterns { get; init; } = [];

    /// <summary>What each rule stops, in the order of the file.</summary>
    public IReadOnlyList<WrittenStop> Stops { get; init; } = [];
}

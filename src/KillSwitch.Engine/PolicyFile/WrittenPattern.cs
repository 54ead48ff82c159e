using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>A pattern of principals or models, and where in the file it stands.</summary>
/// <param name="Field">Principal or model.</param>
/// <param name="Pattern">As it is written.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public sealed record WrittenPattern(DimensionKind Field, Glob Pattern, long Line, long Column);

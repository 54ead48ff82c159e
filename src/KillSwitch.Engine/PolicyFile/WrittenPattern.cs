using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>A pattern of what an account may have or not, and where in the file it stands.</summary>
/// <param name="Field">Principal, model, path, a principal's tag, or profile.</param>
/// <param name="Pattern">As it is written.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public sealed record WrittenPattern(Dimension Field, Glob Pattern, long Line, long Column);

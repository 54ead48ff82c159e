namespace KillSwitch.Engine.PolicyFile;

/// <summary>The <c>stop</c> of a rule, and where in the file it stands.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public sealed record WrittenStop(string Rule, long Line, long Column);

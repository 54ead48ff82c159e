namespace KillSwitch.Core.Drills;

/// <summary>One assumption, held against what a drill saw.</summary>
/// <param name="Id">In kebab case: <c>record-stamp</c>.</param>
/// <param name="Assumption">What is taken to hold: one sentence, without a full stop.</param>
/// <param name="Verdict">Whether it does.</param>
/// <param name="Saw">What was seen: one sentence, without a full stop.</param>
public sealed record DrillCheck(string Id, string Assumption, DrillVerdict Verdict, string Saw);

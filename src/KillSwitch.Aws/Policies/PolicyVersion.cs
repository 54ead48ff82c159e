namespace KillSwitch.Aws.Policies;

/// <summary>One policy file that was put in force.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Yaml">The file as it was given, comments and all.</param>
/// <param name="By">The ARN of whoever applied it.</param>
public sealed record PolicyVersion(int Number, string Yaml, DateTimeOffset At, string By);

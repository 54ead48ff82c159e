namespace KillSwitch.Engine.InvocationLogs;

/// <summary>A piece of a log that could not be read; one is one skipped line.</summary>
/// <param name="File">The path as it was given or found; <c>-</c> for standard input.</param>
/// <param name="Line">From 1: where the damaged record starts; 0 when the file as a whole is meant.</param>
/// <param name="Reason">One sentence, lower case, no full stop.</param>
public readonly record struct LogProblem(string File, long Line, string Reason)
{
    public override string ToString() => Line == 0 ? $"{File}: {Reason}" : $"{File}:{Line}: {Reason}";
}

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>
/// A path that the user gave, or the folder that records wait in, cannot be used. The message is the one sentence for the user.
/// </summary>
public sealed class LogPathException(string message) : Exception(message);

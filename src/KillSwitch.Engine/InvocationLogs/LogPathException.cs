namespace KillSwitch.Engine.InvocationLogs;

/// <summary>A path that the user gave cannot be read. The message is the one sentence for the user.</summary>
public sealed class LogPathException(string message) : Exception(message);

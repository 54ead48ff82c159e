namespace KillSwitch.Cli.Inputs;

/// <summary>What the user gave cannot be used. The message is the one sentence (or the lines) that the user reads; exit code 2.</summary>
internal sealed class BadInputException(string message) : Exception(message);

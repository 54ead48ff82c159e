namespace KillSwitch.Cli.Terminals;

/// <summary>What a verb printed could not be written, as on a full disk.</summary>
internal sealed class OutputFailedException(string message) : Exception(message);

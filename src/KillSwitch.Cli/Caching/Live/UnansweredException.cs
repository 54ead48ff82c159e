namespace KillSwitch.Cli.Caching.Live;

/// <summary>A layer gave no answer that can be used; the message is one sentence.</summary>
internal sealed class UnansweredException(string message) : Exception(message);

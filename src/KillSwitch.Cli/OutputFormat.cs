namespace KillSwitch.Cli;

/// <summary>What stdout carries.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}

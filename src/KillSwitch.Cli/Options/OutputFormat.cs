namespace KillSwitch.Cli.Options;

/// <summary>What stdout carries.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}

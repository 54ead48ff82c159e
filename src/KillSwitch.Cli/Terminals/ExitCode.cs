namespace KillSwitch.Cli.Terminals;

/// <summary>What a verb ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Refused or breached.</summary>
    public const int Refused = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>AWS said no.</summary>
    public const int AwsRefused = 3;

    /// <summary>Ctrl-C, another signal, or nobody who reads what is printed.</summary>
    public const int Interrupted = 130;
}

using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>What a person asked to be deployed.</summary>
/// <param name="Release">From which files.</param>
/// <param name="Options">By the options that were named.</param>
/// <param name="Stack">The name of home's stack.</param>
internal sealed record DeployRequest(Release Release, DeploymentOptions Options, string Stack)
{
    /// <summary>Home's bucket for the code; null for the one that a deployment makes.</summary>
    public string? Bucket { get; init; }

    /// <summary>Nobody is asked.</summary>
    public bool IsAgreed { get; init; }

    /// <summary>It is only shown what would change.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>What somebody deleted or changed by hand is put back, too.</summary>
    public bool IsRepair { get; init; }
}

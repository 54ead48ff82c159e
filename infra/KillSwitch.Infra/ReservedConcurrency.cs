using KillSwitch.Aws.Functions;

namespace KillSwitch.Infra;

/// <summary>Whether an account lets as much concurrency be reserved as was asked for: else the deployment fails half-way.</summary>
internal static class ReservedConcurrency
{
    /// <summary>How many executions may run at once; null where that is not known.</summary>
    /// <param name="deployer">The ARN of who deploys; null where that is not known, and then nothing is asked.</param>
    public static async Task<int?> LimitAsync(string? deployer) =>
        deployer is not null && CdkEnvironment.Region is { } region
        ? await AccountConcurrency.FindAsync(region, CancellationToken.None)
        : null;

    /// <exception cref="ArgumentException">The account does not allow it; the sentence says how much it does.</exception>
    public static void Check(int reserved, int limit) => AccountConcurrency.Check(reserved, limit);
}

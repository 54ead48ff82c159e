using KillSwitch.Aws.Functions;

namespace KillSwitch.Infra;

/// <summary>Whether an account lets as much concurrency be reserved as was asked for: else the deployment fails half-way.</summary>
internal static class ReservedConcurrency
{
    // Lambda keeps so much for functions without a reservation.
    private const int Unreserved = 100;

    // The same in an account whose limit is lower than that.
    private const int UnreservedOfNewAccount = 10;

    /// <summary>How many executions may run at once; null where that is not known.</summary>
    /// <param name="deployer">The ARN of who deploys; null where that is not known, and then nothing is asked.</param>
    public static async Task<int?> LimitAsync(string? deployer) =>
        deployer is not null && CdkEnvironment.Region is { } region
        ? await AccountConcurrency.FindAsync(region, CancellationToken.None)
        : null;

    /// <exception cref="ArgumentException">The account does not allow it; the sentence says how much it does.</exception>
    public static void Check(int reserved, int limit)
    {
        var most = Math.Max(0, limit - (limit > Unreserved ? Unreserved : UnreservedOfNewAccount));
        if (reserved <= most)
            return;
        throw new ArgumentException(
            $"`{reserved}` is not allowed for `meterConcurrency` in this account: its functions may run {limit} executions at once, of "
            + $"which Lambda lets {(most == 0 ? "none" : most)} be reserved; deploy without it, or ask AWS for a higher limit "
            + "(Service Quotas, Lambda, Concurrent executions)");
    }
}

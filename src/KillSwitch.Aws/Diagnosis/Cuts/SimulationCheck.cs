using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>
/// IAM's own evaluator says that the denies deny, and that whoever is stopped is denied. Those that go by tags are compared by their text
/// alone.
/// </summary>
internal sealed class SimulationCheck() : Check(
    "deny-simulation", ChainPart.Denies,
    "iam:GetPolicy, iam:GetPolicyVersion, iam:SimulateCustomPolicy, iam:SimulatePrincipalPolicy, iam:GetAccountAuthorizationDetails, "
    + "dynamodb:Query")
{
    private const int MostStopped = 10;

    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var open = new List<string>();
        var documents = 0;
        foreach (var policy in PreparedPolicy.Of(account.Place).Where(policy => policy.Deny.IsUnconditional))
        {
            // One that is gone is told of by itself.
            if (await policy.InForceAsync(account, cancellation) is not { } document)
                continue;
            documents++;
            var actions = policy.Deny == PreparedDeny.Mantle
                ? Simulation.OnMantle : policy.Deny == PreparedDeny.Unmetered ? Simulation.Unmetered : Simulation.Spending;
            if (await Simulation.LeftOpenAsync(account, document, actions, cancellation) is { Count: > 0 } left)
                open.Add($"{policy.Name} lets through {Finding.Names(left)}");
        }

        var stopped = await StoppedAsync(account, cancellation);
        foreach (var (name, arn) in stopped)
        {
            if (Simulation.LeftOpen(await Simulation.OfPrincipalAsync(account, arn, Simulation.Spending, "*", [], cancellation),
                Simulation.Spending) is { Count: > 0 } left)
            {
                open.Add($"{name} is stopped and may call {Finding.Names(left)}");
            }
        }

        return open.Count == 0
            ? Finding.Ok($"by IAM's simulation {documents} prepared denies "
                + $"deny{(stopped.Count > 0 ? $", and {stopped.Count} stopped principals are denied" : "")}")
            : Finding.Fault($"by IAM's simulation {string.Join("; ", open)}",
                $"{account.Redeployment.Command}; for a principal, look at stops-in-force");
    }

    private static async Task<IReadOnlyList<(string Name, string Arn)>> StoppedAsync(DoctorContext account, CancellationToken cancellation)
    {
        var stopped = (await account.StopsAsync(cancellation)).Where(stop => stop.State == StopState.Enforced)
            .Select(stop => stop.Denied).OfType<StopTarget.Principal>().Select(target => target.PrincipalName).Distinct().Take(MostStopped)
                .ToList();
        if (stopped.Count == 0)
            return [];
        // The log shows a role without its path, and IAM asks for it.
        var known = (await account.PrincipalsAsync(cancellation))
            .ToDictionary(one => one.Principal.Name, one => one.Principal.Arn, StringComparer.Ordinal);
        return [.. stopped.Where(known.ContainsKey).Select(name => (name, known[name]))];
    }
}

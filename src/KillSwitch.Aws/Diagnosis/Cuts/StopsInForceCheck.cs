using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Stops;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>Every stop in force has its deny in place now.</summary>
internal sealed class StopsInForceCheck()
    : Check("stops-in-force", ChainPart.Denies,
    "dynamodb:Query, iam:ListAttachedRolePolicies, iam:ListAttachedUserPolicies, iam:ListRoleTags, iam:GetAccountAuthorizationDetails, "
    + "iam:ListEntitiesForPolicy")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var looked = new List<(Stop Stop, bool? IsDenied)>();
        foreach (var stop in await account.StopsAsync(cancellation))
        {
            if (stop.State is StopState.Enforced or StopState.Failed)
            {
                looked.Add(
                    (stop, stop.State == StopState.Failed ? false : await account.Guard.Enforcer.IsDeniedAsync(stop.Target, cancellation)));
            }
        }

        return Judge(looked);
    }

    /// <param name="stops">Those in force or failed, and whether the deny is there; null where that cannot be said.</param>
    internal static Finding Judge(IReadOnlyList<(Stop Stop, bool? IsDenied)> stops)
    {
        if (stops.Where(one => one.IsDenied == false).Select(Of).ToList() is { Count: > 0 } free)
        {
            return Finding.Fault(
                $"stopped and not denied: {Finding.Names(free)}", "killswitch status says why; the watch tries again every minute");
        }

        if (stops.Where(one => one.IsDenied is null).Select(Of).ToList() is { Count: > 0 } unsaid)
        {
            return Finding.Unknown($"whether the deny is in place cannot be said of {Finding.Names(unsaid)}",
                "read what it holds in IAM: by your permissions it cannot be seen, or nobody can change it");
        }

        return stops.Count == 0
            ? Finding.Ok("nobody is stopped")
            : Finding.Ok($"{(stops.Count == 1 ? "the one stop has its deny" : $"all {stops.Count} stops have their denies")} in place");

        static string Of((Stop Stop, bool? IsDenied) one) => $"{one.Stop.Target.Name} ({one.Stop.Id})";
    }
}

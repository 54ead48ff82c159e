using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Deployments;

/// <summary>What a guard was deployed as; the names of everything that is its own begin with the stack's.</summary>
public sealed record OwnNames(string Stack, string Account, string Region)
{
    /// <summary>Those of home, or in another region of the sensor there.</summary>
    /// <param name="place">Where home lives.</param>
    /// <param name="region">Which region.</param>
    public static OwnNames Of(Deployment place, string region) =>
        new(region == place.Region ? place.Stack : GuardSetting.SensorStack(place.Stack), place.Account, region);

    /// <summary>The name of its subscription of invocation logs.</summary>
    public string Filter => "killswitch-" + Stack;

    /// <summary>
    /// What of a request's properties this stack never says, as one sentence without a full stop; null for nothing. Whoever waits for a
    /// deployment and speaks in between must not point the guard at something of their own.
    /// </summary>
    public string? Foreign(IReadOnlyDictionary<string, string> properties)
    {
        if (properties.TryGetValue("filterName", out var filter) && filter != Filter)
            return $"it names the subscription `{filter}`, and this guard's is {Filter}";
        if (properties.TryGetValue("meterArn", out var meter) && !IsOwn(meter, $":lambda:{Region}:{Account}:function:"))
            return $"it names the meter `{meter}`, which is no function of this stack";
        return properties.TryGetValue("leasePolicyArn", out var policy)
            && !IsOwn(policy, $":iam::{Account}:policy{GuardSetting.PolicyPath}")
            ? $"it names the policy `{policy}`, which is none of this stack"
            : null;
    }

    private bool IsOwn(string arn, string place) =>
        arn.StartsWith("arn:", StringComparison.Ordinal) && arn.IndexOf(':', 4) is var at and > 0
        && arn[at..].StartsWith(place + Stack + "-", StringComparison.Ordinal);
}

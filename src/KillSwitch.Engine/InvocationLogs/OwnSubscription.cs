using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>
/// What the guard's own subscription delivers: this account's records, from Bedrock's stream, by its own filter. INVARIANT (Bedrock's word
/// alone counts): a delivery that says otherwise is counted nowhere. Which log group it is may change at any time, and is asked for apart.
/// </summary>
public sealed record OwnSubscription(string Account, string Region, string Filter)
{
    /// <summary>What is wrong with where a delivery comes from, whatever its log group; null when nothing is. No full stop.</summary>
    public string? Foreign(DeliveryOrigin origin)
    {
        if (origin.Owner != Account)
            return $"they are of the account {origin.Owner ?? "(none)"}";
        if (origin.LogStream is not (BedrockWriter.Stream or BedrockWriter.ProbeStream))
            return $"they are from the stream {origin.LogStream ?? "(none)"}, and Bedrock writes to {BedrockWriter.Stream}";
        return origin.Filters.Contains(Filter)
            ? null
            : $"they came by the subscription {(origin.Filters.Count == 0 ? "(none)" : string.Join(", ", origin.Filters))}, and the "
                + $"guard's is {Filter}";
    }

    /// <summary>What is wrong with a record of such a delivery; null when nothing is. No full stop.</summary>
    public string? Foreign(DeliveryOrigin origin, Invocation record)
    {
        // Of Bedrock's every record is of the account and the region whose log group it lies in.
        if (record.Account != Account || record.Region != Region)
            return $"they say that they are of the account {record.Account} and the region {record.Region}";
        return origin.LogStream == BedrockWriter.ProbeStream && !record.IsRefused
            ? $"they are calls, and lie in the stream {BedrockWriter.ProbeStream}, where a probe costs nothing"
            : null;
    }
}

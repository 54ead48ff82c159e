namespace KillSwitch.Core.InvocationLog;

/// <summary>What a record's <c>errorCode</c> says of what was served.</summary>
internal static class FailedCall
{
    /// <summary>Whoever was turned away at the door was served nothing, whatever the record counts.</summary>
    private static readonly string[] AtTheDoor =
    [
        "AccessDenied", "Forbidden", "Unauthorized", "NotAuthorized", "UnrecognizedClient", "ExpiredToken", "InvalidSignature",
        "IncompleteSignature",
        "MissingAuthentication", "InvalidClientToken", "OptInRequired", "ResourceNotFound", "ModelNotReady",
    ];

    /// <summary>These refuse a call, or break off a stream: what was answered tells which.</summary>
    private static readonly string[] Refusals = ["Throttl", "TooManyRequests", "Validation", "ServiceQuota", "ServiceUnavailable"];

    /// <summary>A stream that broke off was served up to there, and its record has counts.</summary>
    /// <param name="error">Its <c>errorCode</c>.</param>
    /// <param name="counts">What it counts.</param>
    /// <param name="hasBegun">Its answer holds a stream's beginning.</param>
    public static bool IsServed(string error, in TokenCounts counts, bool hasBegun) =>
        !Is(error, AtTheDoor)
            && (counts.Output > 0
            || ((hasBegun || !Is(error, Refusals)) && (counts.Input > 0 || counts.CacheRead > 0 || counts.CacheWrite > 0)));

    private static bool Is(string error, string[] kinds)
    {
        foreach (var kind in kinds)
        {
            if (error.StartsWith(kind, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}

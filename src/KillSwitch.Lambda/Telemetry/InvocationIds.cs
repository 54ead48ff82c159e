namespace KillSwitch.Lambda.Telemetry;

/// <summary>By what the lines of one invocation are found.</summary>
/// <param name="RequestId">As Lambda gave it.</param>
/// <param name="TraceId">The X-Ray header; null when the invocation is not traced.</param>
internal sealed record InvocationIds(string RequestId, string? TraceId);

namespace KillSwitch.Lambda.Runtime;

/// <summary>One event, as the Runtime API hands it out.</summary>
/// <param name="Deadline">When Lambda ends the invocation by force.</param>
/// <param name="TraceId">The X-Ray header; null when the invocation is not traced.</param>
internal sealed record Invoked(
    string RequestId, DateTimeOffset Deadline, string FunctionArn, string? TraceId, ReadOnlyMemory<byte> Payload);

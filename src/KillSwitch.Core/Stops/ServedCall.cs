namespace KillSwitch.Core.Stops;

/// <summary>A call that Bedrock served though a deny should have refused it.</summary>
/// <param name="RequestId">Bedrock's own id of it.</param>
/// <param name="Began">The latest that it can have begun, if its record was written at its end.</param>
/// <param name="At">The time of its record.</param>
/// <param name="By">Who made it, as the log tells principals apart.</param>
/// <param name="Arn">The same principal's ARN.</param>
public sealed record ServedCall(string RequestId, DateTimeOffset Began, DateTimeOffset At, string By, string Arn);

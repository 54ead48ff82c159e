namespace KillSwitch.Core.InvocationLog;

/// <summary>Where in a log group Bedrock writes its records. What lies in other streams is of others.</summary>
public static class BedrockWriter
{
    public const string Stream = "aws/bedrock/modelinvocations";

    /// <summary>
    /// Where the doctor writes a call as if it had been refused, to see it arrive; nothing else of that stream is let in.
    /// </summary>
    public const string ProbeStream = "killswitch-doctor";
}

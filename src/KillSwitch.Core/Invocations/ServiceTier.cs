namespace KillSwitch.Core.Invocations;

/// <summary>Bedrock's service tier; a record that names none was served by the standard one.</summary>
public enum ServiceTier
{
    Standard,
    Priority,
    Flex,
    Batch,
}

using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace KillSwitch.Infra;

/// <summary>What tells one function of the guard from another.</summary>
/// <param name="Handler">What <c>_HANDLER</c> says.</param>
/// <param name="Description">For the console.</param>
/// <param name="MemorySize">In MB.</param>
/// <param name="Timeout">Of one invocation.</param>
/// <param name="Concurrency">Reserved; null for none.</param>
/// <param name="Permissions">Beyond writing its own log.</param>
internal sealed record GuardFunctionProps(
    string Handler, string Description, int MemorySize, Duration Timeout, int? Concurrency, IReadOnlyList<PolicyStatement> Permissions)
{
    /// <summary>How often Lambda tries an event again that failed.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>By which home knows it; null for names that CloudFormation makes up.</summary>
    public SensorNames? Names { get; init; }
}

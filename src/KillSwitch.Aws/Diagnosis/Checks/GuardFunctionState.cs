using Amazon.Lambda.Model;

namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>A function of the stack.</summary>
/// <param name="Name">By which Lambda knows it.</param>
/// <param name="Configuration">Null for one that is gone.</param>
internal sealed record GuardFunctionState(string Name, GetFunctionConfigurationResponse? Configuration)
{
    /// <summary>Which of the guard's functions it is; null for one that is gone.</summary>
    public string? Handler => Configuration?.Handler;

    public string? Arn => Configuration?.FunctionArn;

    /// <summary>What the deployment tells it; null for a variable that it does not have.</summary>
    public string? Setting(string name) => Configuration?.Environment?.Variables?.GetValueOrDefault(name);
}

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>A function as the deployment left it.</summary>
/// <param name="Role">The name of its role.</param>
/// <param name="Key">Of that role.</param>
internal sealed record DeployedFunction(
    string Handler, string Arn, string Role, IReadOnlyDictionary<string, string> Environment, AccessKey Key);

using KillSwitch.Core.Deployments;

namespace KillSwitch.Engine.Tests;

/// <summary>A guard of the usual name, by what it may have been deployed from.</summary>
public static class DeployedAs
{
    public static Redeployment Checkout { get; } = new(DeployedFrom.Checkout, "KillSwitch", "us-east-1");

    public static Redeployment Release { get; } = Checkout with { From = DeployedFrom.Release };

    public static Redeployment App { get; } = Checkout with { From = DeployedFrom.App };
}

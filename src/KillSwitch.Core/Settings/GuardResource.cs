namespace KillSwitch.Core.Settings;

/// <summary>The types of the stack's custom resources, as the template has them.</summary>
public static class GuardResource
{
    public const string Setup = "Custom::KillSwitchSetup";

    public const string Lease = "Custom::KillSwitchLease";
}

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>A prepared guard with sensors in two further regions.</summary>
public sealed class SensedGuard : PreparedGuard
{
    private protected override string Sensors => "eu-central-1,us-west-2";
}

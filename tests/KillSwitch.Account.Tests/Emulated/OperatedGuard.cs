namespace KillSwitch.Account.Tests.Emulated;

/// <summary>A prepared guard whose deployment named who may ask it for something.</summary>
public sealed class OperatedGuard : PreparedGuard
{
    private protected override string Operators => "user/admin";
}

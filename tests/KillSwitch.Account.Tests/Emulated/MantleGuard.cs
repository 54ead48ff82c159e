using KillSwitch.Core.Settings;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>A prepared guard that CloudTrail tells who calls the mantle endpoint.</summary>
public sealed class MantleGuard : PreparedGuard
{
    private protected override IReadOnlyDictionary<string, string> FurtherEnvironment =>
        new Dictionary<string, string> { [GuardSetting.MantleCallers] = "true" };
}

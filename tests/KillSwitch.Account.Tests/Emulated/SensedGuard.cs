using KillSwitch.Core.Settings;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>A prepared guard with sensors in two further regions, which looks for calls in all others.</summary>
public sealed class SensedGuard : PreparedGuard
{
    private protected override string Sensors => "eu-central-1,us-west-2";

    // Home has no rule here, and its functions are none of the emulator's.
    private protected override IReadOnlyDictionary<string, string> FurtherEnvironment => new Dictionary<string, string>
    {
        [GuardSetting.OtherRegions] = GuardSetting.TellOtherRegions,
        [GuardSetting.TamperRules] = "0",
        [GuardSetting.Functions] = "meter=KillSwitch-meter",
    };
}

using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>What a person adds to a command of <c>killswitch</c>, so that it speaks to this guard.</summary>
internal static class Command
{
    /// <summary>With a blank before it; nothing where the stack has its usual name.</summary>
    public static string Options(string stack) => stack == GuardSetting.DefaultStack ? "" : $" --stack {stack}";
}

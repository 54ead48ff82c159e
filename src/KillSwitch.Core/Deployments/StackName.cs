using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Deployments;

/// <summary>What a guard's stack may be called.</summary>
public static class StackName
{
    /// <summary>What a guard's stack, and that of a sensor, says of itself at its beginning.</summary>
    public const string Description = "Kill switch for Amazon Bedrock";

    /// <exception cref="ArgumentException">It is none; the sentence says what is allowed.</exception>
    public static string Checked(string name) =>
        name.Length > GuardResources.LongestStack ? throw new ArgumentException(
            $"`{name}` has {name.Length} characters and is too long for a stack name; allowed are up to {GuardResources.LongestStack}, as "
            + "CloudFormation cuts a longer one off in the names of roles, by which the guard knows its own")
        // Its deployment would take the place of that sensor, and a sensor's that of the guard.
        : name.EndsWith(GuardSetting.SensorStack(""), StringComparison.OrdinalIgnoreCase) ? throw new ArgumentException(
            $"`{name}` is no name of a guard: so the sensors of `{name[..^GuardSetting.SensorStack("").Length]}` are called; allowed is "
            + $"what does not end in `{GuardSetting.SensorStack("")}`")
        : name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? name
        : throw new ArgumentException(
            $"`{name}` is no stack name; allowed are up to {GuardResources.LongestStack} letters, digits and hyphens, a letter first");
}

using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Wording;

namespace KillSwitch.Cli.Diagnosis;

/// <summary>What a person is told of a rule that cannot be enforced on somebody.</summary>
internal static class UnenforceableText
{
    private const int NamedAtMost = 3;

    public static string Of(UnenforceableRule rule) => PlainText.Of(
        $"`{rule.Rule}` cannot be enforced on {Listing.Of(rule.Principals, NamedAtMost)}: {rule.Reason}"
        + (rule.Remedy is { } remedy ? $"; {remedy}" : ""));
}

using Amazon.EventBridge.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Tampering;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.Diagnosis.Told;

/// <summary>Every rule by which the guard hears of tampering is there and enabled.</summary>
internal sealed class TamperRulesCheck() : Check("tamper-rules", ChainPart.Tampering, "cloudformation:ListStackResources, events:ListRules")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var prefix = GuardSetting.TamperRulesPrefix(account.Own.Stack);
        var rules = await StackRules.ListAsync(account.Events, prefix, cancellation);
        return Judge([.. (await account.MadeAsync("AWS::Events::Rule", cancellation)).Select(id => id[(id.LastIndexOf('/') + 1)..])
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))], rules, account.Redeployment);
    }

    internal static Finding Judge(IReadOnlyList<string> expected, IReadOnlyList<Rule> rules, Redeployment deploy)
    {
        if (expected.Count == 0)
            return Finding.Fault("the stack has no rule that hears of tampering", deploy.Command);
        if (expected.Where(name => rules.All(rule => rule.Name != name)).ToList() is { Count: > 0 } gone)
        {
            return Finding.Fault($"rules are gone: {Finding.Names(gone)}; what they heard of is found by the watch, minutes later",
                $"{deploy.Command}; CloudTrail says who deleted them (DeleteRule)");
        }

        return rules.Where(rule => rule.State == "DISABLED").Select(rule => rule.Name).ToList() is { Count: > 0 } off
            ? Finding.Fault(
                $"rules are disabled: {Finding.Names(off)}", string.Join("; ", off.Select(name => $"aws events enable-rule --name {name}")))
            : Finding.Ok(
                $"all {expected.Count} are enabled; EventBridge hears of calls only where a trail of CloudTrail logs management events");
    }
}

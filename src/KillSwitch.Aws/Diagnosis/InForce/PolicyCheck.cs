using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Diagnosis.InForce;

/// <summary>A policy is in force that can be read, and that stops somebody.</summary>
internal sealed class PolicyCheck() : Check("policy", ChainPart.Policy, "dynamodb:GetItem")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) =>
        Judge(await account.PolicyAsync(cancellation));

    internal static Finding Judge(PolicyState state) => state switch
    {
        { Problem: { } problem } => Finding.Fault(problem, "killswitch policy check FILE, then killswitch policy apply FILE"),
        { Version: null } =>
            Finding.Fault("no policy is in force: everything is counted and nothing is stopped",
                "killswitch init writes one, killswitch policy apply killswitch.yaml puts it in force"),
        { Policy.Mode: PolicyMode.Observe } =>
            Finding.Warning($"version {state.Version.Number} observes: breaches are told and nothing is cut",
                "`mode: enforce` in the policy, then killswitch policy apply"),
        _ when state.Policy.Rules.All(rule => rule.Stop == StopScope.None) =>
            Finding.Warning(
                $"version {state.Version.Number} has no rule that stops anything", "give a rule a `stop`, then killswitch policy apply"),
        _ => Finding.Ok(
            $"version {state.Version.Number} enforces {state.Policy.Rules.Count} {(state.Policy.Rules.Count == 1 ? "rule" : "rules")}"),
    };
}

using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>Nobody spends in regions whose records nobody takes in, or at least it is seen.</summary>
internal sealed class OtherRegionsCheck() : Check("other-regions", ChainPart.Denies, "dynamodb:GetItem")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        return Judge(account.Place, await account.ConditionAsync(GuardCondition.RegionUnheard, cancellation))
            ?? await HoldFinding.OfAsync(account, StandingHold.OtherRegions(isAsked: true),
                (await account.PolicyAsync(cancellation)).Policy, "regions that nobody hears", cancellation);
    }

    /// <summary>Null where it is the deny that has to be looked at.</summary>
    internal static Finding? Judge(Deployment place, Condition? called)
    {
        var heard = string.Join(", ", place.Heard);
        return called is not null ? Finding.Fault(Sentence.Of($"{called.Subject}. {called.Text}"), Sentence.Of(called.Remedy))
            : place.OtherRegions switch
            {
                null => Finding.Warning(
                    $"nobody looks for calls outside of {heard}: whoever calls Bedrock elsewhere is under no limit (otherRegions=ignore)",
                    place.Redeployment.With(DeployOption.Text("otherRegions", GuardSetting.TellOtherRegions))
                        + ", or `deny` to deny Bedrock there"),
                GuardSetting.DenyOtherRegions => null,
                _ => Finding.Ok($"nobody called Bedrock outside of {heard}, as far as CloudWatch tells"),
            };
    }
}

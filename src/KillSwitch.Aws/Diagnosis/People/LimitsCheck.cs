using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;

namespace KillSwitch.Aws.Diagnosis.People;

/// <summary>Nobody is newly exempt, out of tags, or stopped together with others, by what the watch saw last.</summary>
internal sealed class LimitsCheck() : Check("limits", ChainPart.People, "dynamodb:GetItem")
{
    private static readonly string[] Kinds =
        [GuardCondition.NewlyExempt, GuardCondition.NoRoomForDeny, GuardCondition.NoTagsFree, GuardCondition.PrincipalsUnread,
            GuardCondition.ControlPolicyFull, GuardCondition.StoppedTogether];

    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) =>
        Judge(await account.ConditionsAsync(cancellation));

    internal static Finding Judge(IReadOnlyList<LastingCondition> conditions)
    {
        List<Condition> found = [.. conditions.Select(one => one.Condition).Where(one => Kinds.Contains(one.Kind))];
        return found.Count == 0
            ? Finding.Ok("nobody is newly exempt, out of room for a deny or a tag, or stopped together with others")
            : Finding.Warning(
                string.Join("; ", found.Select(one => one.Subject)), string.Join("; ", found.Select(one => Sentence.Of(one.Remedy))));
    }
}

using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>The switch was thrown on purpose lately, under the program that runs, and everything held.</summary>
/// <param name="region">Where.</param>
internal sealed class LastDrillCheck(string region) : Check(
    "drill", ChainPart.Denies, "dynamodb:GetItem, cloudformation:ListStackResources, lambda:GetFunctionConfiguration", region)
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) => Judge(
        await account.Guard.Drills.FindAsync(Region!, cancellation),
        (await account.FunctionAsync(GuardFunction.Meter, cancellation))?.Configuration?.CodeSha256,
        account.Now);

    /// <param name="drill">The last; null for none.</param>
    /// <param name="program">Which the meter runs now; null where that is not known.</param>
    internal static Finding Judge(DrillFindings? drill, string? program, DateTimeOffset now)
    {
        if (drill is null)
        {
            return Finding.Warning(
                "no drill is on record here: what AWS does with a stop is assumed, and the brake guesses how long it takes",
                "killswitch drill: it shows what holds for a few cents");
        }

        var (wrong, remedies) = (new List<string>(), new List<string>());
        var refuted = drill.Refuted.ToList();
        if (refuted.Count > 0)
        {
            wrong.Add($"the last drill refuted {Finding.Names([.. refuted.Select(check => $"{check.Id} ({check.Saw})")])}");
            remedies.Add("read what rests on it in docs/unverified.md");
        }

        if (!DrillTiming.Counts(drill, now))
        {
            wrong.Add(drill.EndedAt > now
                ? "the last drill has yet to come, by its time: the brake guesses"
                : $"the last drill was {Age.Of(now - drill.EndedAt)} ago: the brake guesses again");
        }
        else
        {
            wrong.AddRange(DrillTiming.Implausible(drill)
                .Select(clause => $"the brake does not go by what the last drill measured: {clause}"));
        }

        if (drill.Delays.Record > LastMinutes.LateAfter)
        {
            wrong.Add($"in the last drill a record took {Age.Of(drill.Delays.Record.Value)} to be counted: past "
                + $"{Age.Of(LastMinutes.LateAfter)} it is in no rate, and the predictive brake is an exact one");
        }

        if (program is not null && program != drill.GuardVersion)
            wrong.Add("the guard was deployed anew since the last drill");
        return wrong.Count == 0
            ? Finding.Ok($"the last was {Age.Of(now - drill.EndedAt)} ago: {DrillWords.Counts(drill)}, {DrillWords.DenyIn(drill)}")
            : Finding.Warning(string.Join("; ", wrong), string.Join("; ", remedies.Append("killswitch drill looks again")));
    }
}

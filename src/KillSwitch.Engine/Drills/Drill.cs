using KillSwitch.Core.Drills;

namespace KillSwitch.Engine.Drills;

/// <summary>
/// Throws the switch on purpose: two roles of its own, calls in each way, a rule that stops the one, and all of it taken away again,
/// whatever happened meanwhile.
/// </summary>
public static class Drill
{
    private const string Session = "drill-1";
    private const string OtherSession = "drill-2";

    /// <param name="drill">What is made, by which ports.</param>
    /// <param name="guardVersion">Which program the guard runs.</param>
    /// <param name="cancellation">Ends it early; what it made is taken away all the same.</param>
    /// <returns>What it found.</returns>
    /// <exception cref="DrillException">Nothing could be tried.</exception>
    public static async ValueTask<DrillFindings> RunAsync(DrillContext drill, string guardVersion, CancellationToken cancellation)
    {
        var started = drill.Now;
        var cleanup = new DrillCleanup(drill.Ports, drill.Enforcement, drill.Plan.By);
        // What an earlier drill left would be in the way.
        if (await cleanup.RunAsync(cancellation) is [var first, ..])
            throw new DrillException($"what an earlier drill left could not be removed: {first}");
        try
        {
            await StepsAsync(drill, started, cancellation);
        }
        finally
        {
            drill.Say("removing what was made");
            var left = await cleanup.RunAsync(CancellationToken.None);
            if (left.Count == 0)
            {
                drill.Book.Seen(DrillChecks.Removed, "no role, no rule and no stop of a drill is there");
                drill.Cleaned();
            }
            else
            {
                drill.Book.Refuted(DrillChecks.Removed, $"{string.Join("; ", left)}; `killswitch drill --clean` tries again");
            }
        }

        return new DrillFindings
        {
            Id = "drill-" + drill.Plan.Drill,
            StartedAt = started,
            EndedAt = drill.Now,
            Account = drill.Plan.Account,
            Region = drill.Plan.Region,
            GuardVersion = guardVersion,
            By = drill.Plan.By,
            Model = drill.Model!.Id.Id,
            SpentUsd = drill.Budget.Spent.Amount,
            Checks = drill.Book.Checks,
            Delays = drill.Delays,
            Stamp = drill.Stamp,
        };
    }

    private static async ValueTask StepsAsync(DrillContext drill, DateTimeOffset since, CancellationToken cancellation)
    {
        var plan = drill.Plan;
        drill.Say("making two roles");
        foreach (var role in (string[])[plan.Runaway, plan.Innocent])
            await drill.Ports.Roles.MakeAsync(role, plan.Drill, plan.Callable, cancellation);
        using var innocent = await drill.AssumeAsync(plan.Innocent, Session, cancellation);
        using var runaway = await drill.AssumeAsync(plan.Runaway, Session, cancellation);
        using var sibling = await drill.AssumeAsync(plan.Runaway, OtherSession, cancellation);
        await FirstCalls.RunAsync(drill, innocent, cancellation);
        await new WaysStep(drill).RunAsync(innocent, cancellation);
        // Of a role that was just made a first call may be refused for a moment.
        await drill.UntilAsync(
            runaway, PlannedCalls.Short(drill.Model!.Called!), answer => answer is DrillAnswer.Served, drill.Patience.ForRole,
            cancellation);
        drill.RefusedIds.Clear();
        await new RuleStep(drill).RunAsync(runaway, innocent, cancellation);
        await new NarrowSteps(drill).RunAsync(Session, runaway, sibling, cancellation);
        await RefusedStep.RunAsync(drill, since, cancellation);
    }
}

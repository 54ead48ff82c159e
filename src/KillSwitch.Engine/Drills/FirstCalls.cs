namespace KillSwitch.Engine.Drills;

/// <summary>Finds the cheapest models that are served: what Bedrock offers need not be what the account may call.</summary>
internal static class FirstCalls
{
    public static async ValueTask RunAsync(DrillContext drill, IDrillCaller innocent, CancellationToken cancellation)
    {
        var (refusals, hasWaited) = (new List<string>(), false);
        foreach (var model in drill.Plan.Models)
        {
            // What a role that was just made may do reaches Bedrock a moment later: once that is waited for.
            var patience = hasWaited ? TimeSpan.Zero : drill.Patience.ForRole;
            var tried = await drill.UntilAsync(
                innocent, PlannedCalls.Short(model.Called!), answer => answer is not (DrillAnswer.Denied or DrillAnswer.Failed), patience,
                cancellation);
            hasWaited |= tried.Last is DrillAnswer.Served or DrillAnswer.Denied;
            if (tried.Last is not DrillAnswer.Served { Counts: var counts })
            {
                refusals.Add($"`{model.Called}`: {tried.Last.Reason}");
                continue;
            }

            if (drill.Model is not null)
            {
                drill.OtherModel = model;
                return;
            }

            (drill.Model, drill.ShortCost) = (model, drill.Plan.CostOf(
                model.Called!, counts?.Tokens ?? PlannedCalls.Short(model.Called!).AtMost, drill.Now));
            drill.Say($"{model.Id.Id} answers");
        }

        if (drill.Model is null)
            throw new DrillException("no model could be called; " + string.Join("; ", refusals));
    }
}

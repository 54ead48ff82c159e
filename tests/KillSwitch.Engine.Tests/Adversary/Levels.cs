namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>A share of a limit that calls pass is told, for each limit anew.</summary>
internal sealed class Levels(Scene scene)
{
    /// <summary>After a meter came to its end with a batch, under the policy in force.</summary>
    public void Check()
    {
        var (model, listener) = (scene.Model, scene.Guard.Listener);
        if (scene.Happening is not Happening.Metered { Batches: [{ IsDone: true } one] } || model.HasSeenDeath
            || one.Policy != model.Turns - 1)
        {
            return;
        }

        foreach (
            var rule in model.Policy.Rules.Where(rule => rule.Notify.Length > 0 && rule.RollingMinutes == 0 && rule.Unit != Unit.Ratio))
        {
            var window = Span.Of(rule.Every, model.Policy.Zone, scene.Now);
            var batch = one.Batch.Where(call => call.JudgedAt == scene.Now && window.Has(call.Second)).ToList();
            foreach (var counter in batch.Where(call => rule.Only is null || rule.Only == call.Who).Select(call => Counter.Of(rule, call))
                .Distinct())
            {
                var scope = counter.Scope(rule);
                var (limit, calls) =
                    (rule.Limit + model.Decisions.AtMost(rule, scope, window, scene.Now), model.Counting.AtMost(rule, counter, window)
                    .ToList());
                // Where it is not known what the counter holds, it is not known what it passes.
                if (calls.Count != model.Counting.AtLeast(rule, counter, window).Count())
                    continue;
                var (after, before) = (Counting.Sum(rule.Unit, calls), Counting.Sum(rule.Unit, calls.Except(batch)));
                foreach (var percent in rule.Notify.Split(','))
                {
                    var level = limit * int.Parse(percent, System.Globalization.CultureInfo.InvariantCulture) / 100;
                    if (before < level && after >= level
                        && !listener.Notices.Any(
                        notice => (notice.Key.Trip.Rule, notice.Key.Trip.Scope, notice.Key.Level) == (rule.Id, scope, percent + "%")
                        && notice.At == scene.Guard.Now))
                    {
                        throw new ViolationException(
                            "untold", $"{scope} went from {before} to {after} and past {percent} % of {limit} under {rule}");
                    }
                }
            }
        }
    }
}

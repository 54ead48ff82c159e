namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>Makes a history smaller for as long as the same invariant is broken: fewer steps, fewer rules, plainer steps.</summary>
internal static class Shrinker
{
    public static async Task<(History History, Verdict Verdict)> ShrinkAsync(History history, Verdict verdict)
    {
        (history, verdict) = await TryAsync(history with { Steps = [.. history.Steps.Take(verdict.Step + 1)] }, verdict)
            ?? (history, verdict);
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            foreach (var smaller in Smaller(history))
            {
                if (await TryAsync(smaller, verdict) is not { } found)
                    continue;
                ((history, verdict), isSmaller) = (found, true);
                break;
            }
        }

        return (history, verdict);
    }

    private static async Task<(History, Verdict)?> TryAsync(History history, Verdict verdict) =>
        await Trial.RunAsync(history) is { } found && found.Invariant == verdict.Invariant ? (history, found) : null;

    private static IEnumerable<History> Smaller(History history) =>
        WithoutSteps(history)
            .Concat(Policies(history.Policy).Select(policy => history with { Policy = policy }))
            .Concat(history.Steps.SelectMany(
                (step, i) => Plainer(step)
                .Select(plainer => history with { Steps = [.. history.Steps.Take(i), plainer, .. history.Steps.Skip(i + 1)] })))
            .Concat(history.Start.Second == 0 ? [] : [history with { Start = history.Start.AddSeconds(-history.Start.Second) }]);

    private static IEnumerable<History> WithoutSteps(History history)
    {
        for (var length = Math.Max(1, history.Steps.Count / 2); length > 0; length /= 2)
        {
            for (var from = 0; from + length <= history.Steps.Count; from += length)
                yield return history with { Steps = [.. history.Steps.Take(from), .. history.Steps.Skip(from + length)] };
        }
    }

    private static IEnumerable<PolicySpec> Policies(PolicySpec policy)
    {
        foreach (var rule in policy.Rules)
        {
            yield return policy with { Rules = [.. policy.Rules.Where(other => other != rule)] };
            foreach (var plainer in Plainer(rule))
                yield return policy with { Rules = [.. policy.Rules.Select(other => other == rule ? plainer : other)] };
        }

        if (policy.Exempt.Count > 0)
            yield return policy with { Exempt = [] };
        if (policy.Zone != "UTC")
            yield return policy with { Zone = "UTC" };
        if (policy.MaxStops is not null)
            yield return policy with { MaxStops = null };
        if (policy.Observes)
            yield return policy with { Observes = false };
    }

    private static IEnumerable<RuleSpec> Plainer(RuleSpec rule)
    {
        RuleSpec[] all =
        [
            rule with { Notify = "" }, rule with { Ends = "manual" }, rule with { Asks = false }, rule with { Foresees = false },
            rule with { Only = null }, rule with { Every = "day" },
            rule with { Unit = Unit.Usd, Limit = 3 },
        ];
        return all.Where(plainer => plainer != rule && Weight(plainer) < Weight(rule));
    }

    private static int Weight(RuleSpec rule) => rule.ToString().Length + (rule.Every == "day" ? 0 : 5) + (rule.Unit == Unit.Usd ? 0 : 5);

    private static IEnumerable<Step> Plainer(Step step)
    {
        switch (step)
        {
            case Step.Calls calls:
                Step.Calls[] plainer =
                [
                    calls with { Death = null }, calls with { IsServed = false }, calls with { Age = 0 }, calls with { Meter = 'A' },
                    calls with { Count = 1 }, calls with { Count = Math.Max(1, calls.Count - 1) },
                    calls with { Model = "opus" }, calls with { Session = "s1" }, calls with { Who = "a" },
                        calls with { Input = 0, Cached = 0 }, calls with { Usd = Math.Min(1, calls.Usd) },
                ];
                foreach (var one in plainer.Where(one => one != calls))
                    yield return one;
                break;
            case Step.Again again when again.Death is not null:
                yield return again with { Death = null };
                break;
            case Step.Watch { Death: not null }:
                yield return new Step.Watch(null);
                break;
            case Step.Apply apply when (apply.LagA, apply.LagB) != (0, 0):
                yield return apply with { LagA = 0, LagB = 0 };
                break;
            case Step.Pass { Seconds: > 20 } pass:
                yield return new Step.Pass(pass.Seconds / 2);
                break;
            case Step.Restore { Raise: > 0 } restore:
                yield return restore with { Raise = 0 };
                break;
        }
    }
}

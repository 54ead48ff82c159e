using System.Collections.Concurrent;
using Amazon.IdentityManagement;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Denies something to every role and user that may spend on Bedrock and is not exempt. What was begun is gone on with: only who is not
/// denied it yet is changed.
/// </summary>
/// <param name="form">What is denied, and how.</param>
/// <param name="policies">Says who is exempt, at the time of the stop.</param>
/// <param name="known">Who was seen under the deny before.</param>
/// <param name="clock">When it was read back.</param>
internal sealed class EveryoneDeny(
    AmazonIdentityManagementServiceClient iam, IDenyForm form, DynamoPolicyStore policies, KnownHolders known, TimeProvider clock)
{
    private const int AtOnce = 8;
    private const int NamedAtMost = 5;

    private readonly PolicyInForce _policy = new(policies, clock);

    /// <summary>Whom it is about; who is not, and is denied all the same, is let go.</summary>
    public Func<Policy, Principal, bool> Concerns { get; init; } = (_, _) => true;

    /// <summary>
    /// Whom it takes in. Who is taken in no more stays denied until the deny is lifted: else who changes himself would let himself go.
    /// </summary>
    public Func<AccountPrincipal, bool> TakesIn { get; init; } = _ => true;

    /// <summary>Failed when somebody who can be denied could not be; who cannot be changed by anybody is named in the note.</summary>
    public async ValueTask<EnforcementResult> DenyAsync(CancellationToken cancellation)
    {
        if (await IsExemptKnownAsync(cancellation) is { } unknown)
            return unknown;
        try
        {
            var plan = await PlanAsync(cancellation);
            var lost = known.Lost(form.What, plan.Denied, [.. plan.ToDeny.Select(one => one.Principal.Name)]);
            var failures = await ChangeAsync(plan.ToDeny, one => one.Principal.Name, one => form.PutAsync(one, cancellation), cancellation);
            // Who became exempt while the stop stands is let go.
            var kept = await TakeAsync(plan.ToSpare, cancellation);
            var unchangeable =
                plan.Unchangeable.Concat(
                failures.Where(failure => failure.Value.Failure == StopFailure.Unmodifiable).Select(failure => failure.Key)).ToList();
            var note = unchangeable.Count == 0 ? null : $"not denied, as nobody here can change them: {Names(unchangeable)}";

            var real = failures.Where(failure => failure.Value.Failure is not (StopFailure.Unmodifiable or StopFailure.PrincipalGone))
                .Concat(kept).ToList();
            if (real.Count > 0)
            {
                return new EnforcementResult.Failed(
                    real[0].Value.Failure,
                    $"{real.Count} of {plan.Denyable} principals could not be changed: {Names([.. real.Select(failure => failure.Key)])}; "
                    + $"{real[0].Value.Reason}");
            }

            List<string> changed = [.. plan.ToDeny.Select(one => one.Principal.Name).Where(name => !failures.ContainsKey(name))];
            if (await ReadBackAsync(changed, cancellation) is { Count: > 0 } missing)
            {
                return new EnforcementResult.Failed(
                    StopFailure.NotConfirmed, $"IAM accepted the change, and the deny does not show when read back on {Names(missing)}");
            }

            var beside = await form.AccompanyAsync([.. plan.Denied, .. changed], cancellation);
            if (beside.WithoutRoom.Count > 0)
            {
                note = $"{(note is null ? "" : note + "; ")}{Accompaniment.NoteOf(beside.WithoutRoom)}";
            }

            return new EnforcementResult.Done(clock.GetUtcNow(), changed.Count == 0, note) { Again = [.. lost.Where(changed.Contains)] };
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return IamRefusal.Of(error, form.PolicyArn, form.What);
        }
    }

    /// <summary>Takes the deny off everybody who holds it, whoever that is by now.</summary>
    public async ValueTask<EnforcementResult> AllowAsync(CancellationToken cancellation)
    {
        known.Forget(form.What);
        try
        {
            foreach (var wait in ReadBack.Waits)
            {
                await Task.Delay(wait, clock, cancellation);
                var holders = await form.HoldersAsync(cancellation);
                if (holders.Count == 0)
                {
                    return (await form.AccompanyAsync([], cancellation)).Left
                        ?? (EnforcementResult)new EnforcementResult.Done(clock.GetUtcNow());
                }

                var failures = await TakeAsync(holders, cancellation);
                if (failures.Count > 0)
                {
                    return new EnforcementResult.Failed(
                        failures.First().Value.Failure,
                        $"{failures.Count} of {holders.Count} principals could not be changed: {Names([.. failures.Keys])}; "
                        + $"{failures.First().Value.Reason}");
                }
            }

            return new EnforcementResult.Failed(
                StopFailure.NotConfirmed, "IAM accepted the change, and the deny still shows when read back");
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return IamRefusal.Of(error, form.PolicyArn, form.What);
        }
    }

    /// <summary>Whether everybody who can be denied is; null where that cannot be said.</summary>
    public async ValueTask<bool?> IsDeniedAsync(CancellationToken cancellation)
    {
        if (await IsExemptKnownAsync(cancellation) is not null)
            return null;
        try
        {
            return (await PlanAsync(cancellation)).ToDeny.Count == 0;
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return null;
        }
    }

    private async ValueTask<EnforcementResult.Failed?> IsExemptKnownAsync(CancellationToken cancellation)
    {
        try
        {
            await _policy.RefreshAsync(TimeSpan.Zero, cancellation);
            return _policy.IsKnown
                ? null
                : new EnforcementResult.Failed(StopFailure.Unavailable, $"who is exempt cannot be said: {_policy.Problem}");
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return new EnforcementResult.Failed(StopFailure.Unavailable, $"who is exempt cannot be said: {AwsProblem.ClauseOf(error)}");
        }
    }

    private async Task<Plan> PlanAsync(CancellationToken cancellation)
    {
        var rules = new RuleBook(_policy.Policy);
        var everyone = await AccountPrincipals.ReadAsync(iam, cancellation);
        var denied = await form.DeniedAsync(everyone, cancellation);
        var (plan, denyable) = (new Plan(), 0);
        foreach (var one in everyone.Where(one => one.MaySpend))
        {
            var principal = one.Principal;
            var isDenied = denied.Contains(principal.Name);
            if (rules.IsExempt(principal) || !Concerns(_policy.Policy, principal))
            {
                if (isDenied)
                    plan.ToSpare.Add(principal.Name);
            }
            else if (!TakesIn(one))
            {
                continue;
            }
            else if (AttachedDeny.Obstacle(principal.Name) is not null)
            {
                plan.Unchangeable.Add(principal.Name);
            }
            else
            {
                denyable++;
                if (isDenied)
                    plan.Denied.Add(principal.Name);
                else
                    plan.ToDeny.Add(one);
            }
        }

        return plan with { Denyable = denyable };
    }

    private Task<SortedDictionary<string, EnforcementResult.Failed>> TakeAsync(
        IEnumerable<string> principals, CancellationToken cancellation) => ChangeAsync(principals, name => name, async name =>
        {
            await form.TakeAsync(name, cancellation);
            return null;
        },
        cancellation);

    private async Task<SortedDictionary<string, EnforcementResult.Failed>> ChangeAsync<T>(
        IEnumerable<T> principals, Func<T, string> nameOf, Func<T, Task<EnforcementResult.Failed?>> change, CancellationToken cancellation)
    {
        var failures = new ConcurrentDictionary<string, EnforcementResult.Failed>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            principals,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (principal, _) =>
            {
                var name = nameOf(principal);
                try
                {
                    if (await change(principal) is { } failed)
                        failures[name] = failed;
                }
                catch (Exception error) when (IamRefusal.Is(error))
                {
                    failures[name] = IamRefusal.Of(error, form.PolicyArn, name);
                }
            });
        // The same failures tell the same sentence: once more is no news.
        return new SortedDictionary<string, EnforcementResult.Failed>(failures, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<string>> ReadBackAsync(IReadOnlyList<string> denied, CancellationToken cancellation)
    {
        var missing = form.IsReadBackOneByOne ? [] : denied;
        foreach (var wait in ReadBack.Waits)
        {
            if (missing.Count == 0)
                break;
            await Task.Delay(wait, clock, cancellation);
            var holders = await form.HoldersAsync(cancellation);
            missing = [.. missing.Where(name => !holders.Contains(name))];
        }

        return missing;
    }

    private static string Names(IReadOnlyList<string> names) =>
        Listing.Of(names, NamedAtMost);

    /// <param name="Denyable">How many are to hold the deny, those that do included.</param>
    private sealed record Plan(int Denyable = 0)
    {
        public List<AccountPrincipal> ToDeny { get; } = [];

        public List<string> Denied { get; } = [];

        /// <summary>Exempt, and denied all the same.</summary>
        public List<string> ToSpare { get; } = [];

        public List<string> Unchangeable { get; } = [];
    }
}

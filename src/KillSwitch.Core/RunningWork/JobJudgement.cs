using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.RunningWork;

/// <summary>Which jobs a stop ends: those of whom or what it stops, and never one that may be an innocent's.</summary>
/// <param name="isExempt">Whom a model's or an account's stop leaves out.</param>
/// <param name="someoneIsExempt">Whether there is anybody of that kind.</param>
public sealed class JobJudgement(Func<Principal, bool> isExempt, bool someoneIsExempt)
{
    /// <summary>The tags of a role or user by its name; null where they are not known.</summary>
    public Func<string, TagSet?> TagsOf { get; init; } = _ => null;

    private const string CreatorUnknown = "CloudTrail does not tell who created it";

    /// <param name="target">Whom or what the stop cuts.</param>
    /// <param name="job">The job.</param>
    /// <param name="models">The ids of the models behind the names that it uses; null in place of one that cannot be told.</param>
    /// <param name="creator">Who created it; null while that is not known.</param>
    public JobVerdict Of(StopTarget target, RunningJob job, IReadOnlyList<string?> models, Caller? creator)
    {
        var role = job.RoleArn is { } arn ? Caller.Parse(arn).Principal : null;
        return target switch
        {
            StopTarget.Principal stopped => OfPrincipal(stopped, role, creator),
            StopTarget.Session stopped => OfSession(stopped, creator),
            StopTarget.Model stopped => OfModels(
                models, model => IsSame(model, stopped.ModelId), () => Unless(role, creator, $"it uses {stopped.ModelId}")),
            StopTarget.Models stopped => OfModels(models, stopped.Set.Has, () => Of(stopped.Whose, job, models, creator)),
            // Jobs bear no tag of a request.
            StopTarget.Tag => new JobVerdict.Leave(),
            StopTarget.Principals stopped => OfPrincipals(stopped, role, creator),
            StopTarget.WholeAccount => Unless(role, creator, "the whole account is stopped"),
            _ => throw new ArgumentOutOfRangeException(nameof(target), target, "not a target"),
        };
    }

    private static JobVerdict OfModels(IReadOnlyList<string?> models, Func<string, bool> isStopped, Func<JobVerdict> verdict) =>
        models.Any(model => model is not null && isStopped(model)) ? verdict()
        : models.Count == 0 || models.Contains(null) ? new JobVerdict.Unknown("the model that it uses cannot be told")
        : new JobVerdict.Leave();

    private static JobVerdict OfPrincipal(StopTarget.Principal stopped, Principal? role, Caller? creator)
    {
        if (Is(creator?.Principal, stopped.Account, stopped.PrincipalName))
            return new JobVerdict.Stop($"{stopped.PrincipalName} created it");
        if (Is(role, stopped.Account, stopped.PrincipalName))
            return new JobVerdict.Stop($"it runs as {stopped.PrincipalName}");
        return creator is null ? new JobVerdict.Unknown(CreatorUnknown) : new JobVerdict.Leave();
    }

    private JobVerdict OfPrincipals(StopTarget.Principals stopped, Principal? role, Caller? creator)
    {
        if (Carries(creator?.Principal) == true)
            return Unless(role, creator, $"{creator!.Principal.Name}, which carries {stopped.Name}, created it");
        if (Carries(role) == true)
            return Unless(role, creator, $"it runs as {role!.Name}, which carries {stopped.Name}");
        return creator is null ? new JobVerdict.Unknown(CreatorUnknown)
            : Carries(creator.Principal) is null ? new JobVerdict.Unknown($"the tags of {creator.Principal.Name} are not known")
            : new JobVerdict.Leave();

        bool? Carries(Principal? principal) => principal is null ? null
            : DimensionValue.PrincipalName(principal, stopped.Account) is var name && name.StartsWith("arn:", StringComparison.Ordinal)
                ? false
                : stopped.Holds(TagsOf(name));
    }

    private static JobVerdict OfSession(StopTarget.Session stopped, Caller? creator) => creator switch
    {
        null => new JobVerdict.Unknown(CreatorUnknown),
        _ when Is(creator.Principal, stopped.Account, stopped.PrincipalName) && creator.Session == stopped.SessionName =>
            new JobVerdict.Stop($"the session {stopped.SessionName} of {stopped.PrincipalName} created it"),
        _ => new JobVerdict.Leave(),
    };

    private JobVerdict Unless(Principal? role, Caller? creator, string reason)
    {
        if ((creator is not null && isExempt(creator.Principal)) || (role is not null && isExempt(role)))
            return new JobVerdict.Leave();
        return creator is null && someoneIsExempt
            ? new JobVerdict.Unknown($"{reason}, but {CreatorUnknown}, and whoever is exempt may have")
            : new JobVerdict.Stop(reason);
    }

    private static bool Is(Principal? principal, string account, string name) =>
        principal is not null && DimensionValue.PrincipalName(principal, account) == name;

    private static bool IsSame(string model, string stopped) =>
        ModelSpelling.Known.Canonical(model) == ModelSpelling.Known.Canonical(stopped);
}

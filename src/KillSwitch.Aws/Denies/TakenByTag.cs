using Amazon.IdentityManagement;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Takes models away from one role or user, from those who carry a tag, or from everyone who may spend and is not exempt: the prepared
/// deny is on each, and its tags say which models. Those that begin as a pattern says are denied on the day that they appear; of other
/// patterns the models that there are, looked up anew whenever the deny is put.
/// </summary>
/// <param name="policyArn">The prepared policy.</param>
/// <param name="policies">Says who is exempt, at the time of the stop.</param>
/// <param name="own">What has an ARN of its own; null to leave it out.</param>
/// <param name="offered">The models that Bedrock has; null to go by those of the price list.</param>
/// <param name="clock">When it was read back.</param>
public sealed class TakenByTag(AmazonIdentityManagementServiceClient iam, string policyArn, DynamoPolicyStore policies, OwnModels? own,
    OfferedModels? offered, TimeProvider clock)
{
    private readonly KnownHolders _known = new();

    /// <summary>Makes room where there is none; null where nothing gives its place.</summary>
    public DenyRoom? Room { get; init; }

    /// <summary>The guard's tags.</summary>
    public StopTags Tags { get; init; } = StopTags.Default;

    /// <summary>The prepared policy that goes with it and protects the guard; null where there is none.</summary>
    public AccompanyingDeny? Beside { get; init; }

    /// <summary>Who has carried the tag of a stop of those who carry it; null where that is not kept.</summary>
    public CarrierBook? Carriers { get; init; }

    /// <summary>Wider where the tags of one have no room.</summary>
    public async ValueTask<EnforcementResult> DenyAsync(StopTarget.Models models, CancellationToken cancellation)
    {
        var (there, unread) = models.Set.IsOpen && offered is not null ? await offered.ListAsync(cancellation) : ([], null);
        var (arns, leftOut) = own is null ? ([], null) : await own.TakeAsync(models.Set.Text, models.Set.Has, cancellation);
        var marks = MarksOf(models.Set, there, arns);
        if (marks.Count == 0)
        {
            return unread is null
                ? new EnforcementResult.Failed(StopFailure.NotPrepared, $"no model that there is matches `{models.Set}`")
                : new EnforcementResult.Failed(
                    StopFailure.Unavailable, $"which models match `{models.Set}` Bedrock alone could say, and {unread}");
        }

        var result = models.Whose is StopTarget.Principal one
            ? await Part.DenyAsync(one.PrincipalName, marks, why => Wider(one, models.Set, why), cancellation)
            : await DenyManyAsync(models, marks, cancellation);
        if (result is not EnforcementResult.Done done)
            return result;
        if (models.Whose is StopTarget.Principal { PrincipalName: var name } && Beside is not null
            && (await Beside.AccompanyAsync([name], cancellation)).WithoutRoom.Contains(name))
        {
            done = done with { Note = Accompaniment.NoteOf([name]) };
        }

        unread = unread is null ? null : $"of `{models.Set}` only the models of the price list are denied: {unread}";
        string[] notes = [.. new[] { done.Note, unread, leftOut }.OfType<string>()];
        return done with { Note = notes.Length == 0 ? null : string.Join("; ", notes) };
    }

    public async ValueTask<EnforcementResult> AllowAsync(StopTarget.Models models, CancellationToken cancellation)
    {
        // What was put is taken off, whatever there is by now.
        var put = await PutAsync(models, cancellation);
        var marks = MarksOf(models.Set, put, own is null ? [] : await own.KnownAsync(models.Set.Text, cancellation));
        var result = models.Whose is StopTarget.Principal one
            ? await Part.AllowAsync(one.PrincipalName, marks, cancellation)
            : await Everyone(models, marks, members: null).AllowAsync(cancellation);
        if (result is not EnforcementResult.Done)
            return result;
        if (await MembersAsync(models, cancellation) is { } members)
            await members.ForgetAsync(cancellation);
        if (own is not null && models.IsForMany)
            await own.ForgetAsync(models.Set.Text, cancellation);
        return !models.IsForMany && Beside is not null && (await Beside.AccompanyAsync([], cancellation)).Left is { } left ? left : result;
    }

    /// <summary>Whether whoever is to be denied is; null where that cannot be said. What is new since is not looked for.</summary>
    public async ValueTask<bool?> IsDeniedAsync(StopTarget.Models models, CancellationToken cancellation)
    {
        var marks = await MarksAsync(models.Set, cancellation);
        return models.Whose is StopTarget.Principal one
            ? await Part.IsDeniedAsync(one.PrincipalName, marks, cancellation)
            : await Everyone(models, marks, await MembersAsync(models, cancellation)).IsDeniedAsync(cancellation);
    }

    /// <summary>Whether one is denied; null where that cannot be said, or nobody can change it.</summary>
    public async ValueTask<bool?> IsDeniedToAsync(StopTarget.Models models, string principal, CancellationToken cancellation) =>
        AttachedDeny.Obstacle(principal) is not null
        || (models.Whose is StopTarget.Principals some && await CarriesAsync(some, principal, cancellation) != true)
        ? null
        : await Part.IsDeniedAsync(principal, await MarksAsync(models.Set, cancellation), cancellation);

    private async ValueTask<bool?> CarriesAsync(StopTarget.Principals some, string principal, CancellationToken cancellation)
    {
        try
        {
            return some.Holds(TagSet.OfPrincipal(await new PrincipalTags(iam, principal).ListAsync(cancellation)));
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return null;
        }
    }

    private PartOfOne Part => new(iam, policyArn, Tags.Taken.All, Room, clock);

    private async ValueTask<EnforcementResult> DenyManyAsync(
        StopTarget.Models models, IReadOnlyList<TagMark> marks, CancellationToken cancellation)
    {
        var members = await MembersAsync(models, cancellation);
        var result = await Everyone(models, marks, members).DenyAsync(cancellation);
        if (members is not null)
            await members.KeepAsync(cancellation);
        return result;
    }

    // Null where everyone is taken in.
    private async ValueTask<Members?> MembersAsync(StopTarget.Models models, CancellationToken cancellation) =>
        models.Whose is StopTarget.Principals some ? await Members.ReadAsync(models, some, Carriers, cancellation) : null;

    private EveryoneDeny Everyone(StopTarget.Models models, IReadOnlyList<TagMark> marks, Members? members) => new(
        iam, new TaggedForm(iam, policyArn, Beside,
            models.Whose is StopTarget.Principals ? models.Name : models.Set.Text, marks, Tags.Taken.All, clock, Room), policies,
        _known, clock)
    {
        TakesIn = one => members?.TakesIn(one) != false,
    };

    private async ValueTask<IReadOnlyList<TagMark>> MarksAsync(ModelSet set, CancellationToken cancellation) =>
        MarksOf(set, [], own is null ? [] : await own.KnownAsync(set.Text, cancellation));

    private IReadOnlyList<TagMark> MarksOf(ModelSet set, IEnumerable<string> there, IReadOnlyList<string> arns) =>
    [
        .. TakenMarks.Of(set, KnownModels.Ids.Concat(there), Tags),
        .. arns.SelectMany(arn => TakenMarks.Of(new ModelSet(arn), [], Tags)),
    ];

    // The ids of models that tags name, and how ids begin: what begins as a pattern says matches it.
    private async ValueTask<IReadOnlyList<string>> PutAsync(StopTarget.Models models, CancellationToken cancellation)
    {
        if (!models.Set.IsOpen)
            return [];
        try
        {
            IEnumerable<IReadOnlyDictionary<string, string>> all = models.Whose is StopTarget.Principal one
                ? [await new PrincipalTags(iam, one.PrincipalName).ListAsync(cancellation)]
                : (await AccountPrincipals.ReadTagsAsync(iam, cancellation)).Select(principal => principal.Tags);
            TagSlots[] named = [Tags.Taken.Models, Tags.Taken.Beginnings];
            return [.. all.SelectMany(tags => tags.Where(tag => Array.Exists(named, slots => slots.Has(tag.Key))).Select(tag => tag.Value))
                .Distinct()];
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            // Taking them off meets the same.
            return [];
        }
    }

    private static EnforcementResult.Wider Wider(StopTarget.Principal one, ModelSet set, string why) => new(new Widening(
        one, $"{set} could not be taken away alone: {why}; all of Bedrock is denied to {one.PrincipalName}"));
}

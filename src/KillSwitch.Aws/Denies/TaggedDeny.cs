using Amazon.IdentityManagement;
using KillSwitch.Core.Denies;

namespace KillSwitch.Aws.Denies;

/// <summary>What putting a deny by tag came to.</summary>
internal enum TagResult
{
    /// <summary>Read back in place.</summary>
    Done,

    /// <summary>It was in place before.</summary>
    WasSo,

    /// <summary>No tag is free for it.</summary>
    NoRoom,

    /// <summary>IAM accepted it, and it does not show when read back.</summary>
    NotConfirmed,
}

/// <summary>
/// A prepared deny on one role or user that its tags tell what to deny. Several may put and take at once: a tag that someone else wrote
/// over is written again under another key, and the policy stays as long as any tag of it does.
/// </summary>
/// <param name="policyArn">The prepared policy.</param>
/// <param name="slots">Every tag that the policy reads.</param>
/// <param name="principal"><c>role/NAME</c> or <c>user/NAME</c>.</param>
/// <param name="clock">Waits for IAM.</param>
/// <param name="room">Makes room where there is none; null where nothing gives its place.</param>
internal sealed class TaggedDeny(AmazonIdentityManagementServiceClient iam, string policyArn, IReadOnlyList<TagSlots> slots,
    string principal, TimeProvider clock, DenyRoom? room = null)
{
    private const int MostRaces = 5;

    private readonly AttachedDeny _policy = new(iam, policyArn, principal, room);
    private readonly PrincipalTags _tags = new(iam, principal);

    /// <param name="marks">What the tags are to say.</param>
    /// <param name="known">The tags, where they were read already.</param>
    public async Task<TagResult> PutAsync(
        IReadOnlyList<TagMark> marks, IReadOnlyDictionary<string, string>? known, CancellationToken cancellation)
    {
        var tags = known ?? await _tags.ListAsync(cancellation);
        for (var race = 0; race < MostRaces; race++)
        {
            if (Missing(marks, tags) is not { } missing)
                return TagResult.NoRoom;
            if (race == 0 && missing.Count == 0 && await _policy.IsAttachedAsync(cancellation))
                return TagResult.WasSo;
            try
            {
                if (missing.Count > 0 && !await TrySetAsync(missing, cancellation))
                    return TagResult.NoRoom;
            }
            catch (AmazonIdentityManagementServiceException error) when (race < MostRaces - 1 && error.Is("ConcurrentModification"))
            {
                // IAM takes one change of somebody at a time.
                await Task.Delay(ReadBack.Waits[race + 1], clock, cancellation);
                tags = await _tags.ListAsync(cancellation);
                continue;
            }

            // Only now: whoever takes the last tag off at this moment detaches before, or sees the new tag and attaches again.
            await _policy.AttachAsync(cancellation);
            foreach (var wait in ReadBack.Waits)
            {
                await Task.Delay(wait, clock, cancellation);
                tags = await _tags.ListAsync(cancellation);
                if (missing.Any(tag => tags.TryGetValue(tag.Key, out var held) && held != tag.Value))
                    break;
                if (IsSaid(marks, tags) && await IsAttachedAsync(cancellation))
                    return TagResult.Done;
            }
        }

        return TagResult.NotConfirmed;
    }

    /// <summary>Taking off what is not there changes nothing, and neither does taking it off who is gone.</summary>
    public async Task TakeAsync(IReadOnlyList<TagMark> marks, CancellationToken cancellation)
    {
        try
        {
            var tags = await _tags.ListAsync(cancellation);
            var taken = marks.SelectMany(mark => mark.Slots.Holding(tags, mark.Value).Select(key => KeyValuePair.Create(key, mark.Value)))
                .ToDictionary(StringComparer.OrdinalIgnoreCase);
            if (taken.Count > 0)
                await _tags.RemoveAsync(taken.Keys, cancellation);
            if (await IsNeededAsync(taken, cancellation))
                return;
            await _policy.DetachAsync(cancellation);
            if (await IsNeededAsync(taken, cancellation))
                await _policy.AttachAsync(cancellation);
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
        {
            // There is nobody.
        }
    }

    public async Task<bool> IsInPlaceAsync(IReadOnlyList<TagMark> marks, CancellationToken cancellation) =>
        IsSaid(marks, await _tags.ListAsync(cancellation)) && await _policy.IsHeldAsync(cancellation);

    /// <summary>Whether the tags say all of it.</summary>
    public static bool IsSaid(IReadOnlyList<TagMark> marks, IReadOnlyDictionary<string, string> tags) =>
        marks.All(mark => mark.Slots.Holding(tags, mark.Value).Any());

    /// <summary>Whether the tags say any of it.</summary>
    public static bool IsHinted(IReadOnlyList<TagMark> marks, IReadOnlyDictionary<string, string> tags) =>
        marks.Any(mark => mark.Slots.Holding(tags, mark.Value).Any());

    // What is to be written; null where there is no room for all of it.
    private static Dictionary<string, string>? Missing(IReadOnlyList<TagMark> marks, IReadOnlyDictionary<string, string> tags)
    {
        var all = tags.ToDictionary(StringComparer.OrdinalIgnoreCase);
        var missing = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var (slots, value) in marks.Select(mark => (mark.Slots, mark.Value)).Where(mark => !mark.Slots.Holding(tags, mark.Value).Any()))
        {
            if (slots.Free(all, value) is not { } key)
                return null;
            all[key] = missing[key] = value;
        }

        return missing;
    }

    private async Task<bool> TrySetAsync(Dictionary<string, string> tags, CancellationToken cancellation)
    {
        try
        {
            await _tags.SetAsync(tags, cancellation);
            return true;
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("LimitExceeded"))
        {
            // IAM keeps fifty tags, whoever they belong to.
            return false;
        }
    }

    private async Task<bool> IsAttachedAsync(CancellationToken cancellation)
    {
        if (await _policy.IsHeldAsync(cancellation))
            return true;
        await _policy.AttachAsync(cancellation);
        return false;
    }

    // A tag that was taken may show for a moment longer.
    private async Task<bool> IsNeededAsync(Dictionary<string, string> taken, CancellationToken cancellation) =>
        (await _tags.ListAsync(cancellation))
            .Any(tag => slots.Any(one => one.Has(tag.Key)) && !(taken.TryGetValue(tag.Key, out var was) && was == tag.Value));
}

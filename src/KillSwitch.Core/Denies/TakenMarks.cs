using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Denies;

/// <summary>What the tags must say for <see cref="TakenDeny"/> to take away the models of a set, and none besides.</summary>
public static class TakenMarks
{
    private const string FoundationModel = ":foundation-model/";

    /// <param name="set">Which.</param>
    /// <param name="known">The ids that there are, as far as is known.</param>
    /// <param name="own">The guard's tags; null for those of a stack with the default name.</param>
    /// <returns>Empty where no tag can name any of them.</returns>
    public static IReadOnlyList<TagMark> Of(ModelSet set, IEnumerable<string> known, StopTags? own = null)
    {
        var tags = own ?? StopTags.Default;
        var ids = known.Distinct().ToList();
        var (beginnings, named) = (new List<string>(), new List<string>());
        foreach (var glob in set.Globs.Select(IdOf))
        {
            if (glob.Pattern.EndsWith('*'))
                beginnings.AddRange(BeginningsOf(glob, ids));
            else if (!glob.HasWildcard)
                named.Add(glob.Pattern);
        }

        // What begins as another does is within it.
        var starts = beginnings.Distinct().Where(start => start.Length > 0 && !beginnings.Exists(other =>
            other != start && start.StartsWith(other, StringComparison.Ordinal))).Order(StringComparer.Ordinal).ToList();
        var marks = named.Concat(ids.Where(set.Has)).SelectMany(id => ModelMarks.Of(new StopTarget.Model("", id), tags) ?? [])
            .Where(mark => mark.Slots == tags.OwnModels || !starts.Exists(start => mark.Value.StartsWith(start, StringComparison.Ordinal)))
            .Select(mark => mark with { Slots = SlotsOf(mark.Slots, tags) }).Distinct().ToList();
        var models = marks.Where(mark => mark.Slots == tags.Taken.Models).Select(mark => mark.Value).ToHashSet(StringComparer.Ordinal);
        return [
            .. starts.Select(start => new TagMark(tags.Taken.Beginnings, start)),
            // The id of a model stops what has a revision after it, and the same name at the mantle endpoint.
            .. marks.Where(mark => mark.Slots == tags.Taken.OwnModels || !models.Contains(
                mark.Slots == tags.Taken.MantleModels ? mark.Value : mark.Value.Split(':', 2) is [var id, _] ? id : "")),
        ];
    }

    /// <summary>Why no deny can take the models of a set away, as the end of a sentence; null where one can.</summary>
    public static string? Obstacle(ModelSet set)
    {
        var most = Of(set, KnownModels.Ids).CountBy(mark => mark.Slots).FirstOrDefault(one => one.Value > one.Key.Count);
        return most.Value == 0
            ? null
            : $"comes to {most.Value} of the models that there are, and a deny holds {most.Key.Count} of them: write how their ids begin, "
                + "as `anthropic.claude-opus-*`";
    }

    /// <summary>Why no deny can take the models of a pattern away, as the end of a sentence; null where one can.</summary>
    /// <param name="pattern">As the policy has it.</param>
    public static string? Obstacle(Glob pattern)
    {
        if (pattern.Pattern.Replace('*', '-').Replace('?', '-').AsSpan().ContainsAnyExcept(ModelMarks.Characters))
            return "holds a character that no model's id has";
        if (pattern.Pattern.Trim('*').Length == 0)
            return "takes every model away, as a stop without `deny` does: leave `deny` out";
        if (pattern.Pattern.StartsWith("arn:", StringComparison.Ordinal) && !pattern.HasWildcard
            && ModelDeny.OwnId(pattern.Pattern) is not null)
        {
            return null;
        }

        if (!ModelPattern.Of(pattern).IsByRoute)
            return null;
        return "says how a model is called, and a deny takes it away however it is called: write its own id, as "
            + "`anthropic.claude-opus-*`";
    }

    // The id of a foundation model's ARN.
    private static Glob IdOf(Glob glob) =>
        glob.Pattern.StartsWith("arn:", StringComparison.Ordinal)
            && glob.Pattern.IndexOf(FoundationModel, StringComparison.Ordinal) is > 0 and var at
        ? new Glob(glob.Pattern[(at + FoundationModel.Length)..])
        : glob;

    // Whatever begins as a text that the pattern matches up to its last wildcard matches, too. With a wildcard before that the texts are
    // those of the models that there are.
    private static IEnumerable<string> BeginningsOf(Glob glob, IReadOnlyList<string> known)
    {
        var before = new Glob(glob.Pattern.TrimEnd('*'));
        return !before.HasWildcard ? [before.Pattern] : known.Where(id => glob.Matches(id)).Select(id => Enumerable.Range(1, id.Length)
            .Select(length => id[..length]).First(start => before.Matches(start)));
    }

    private static TagSlots SlotsOf(TagSlots slots, StopTags tags) =>
        slots == tags.Models ? tags.Taken.Models : slots == tags.MantleModels ? tags.Taken.MantleModels : tags.Taken.OwnModels;
}

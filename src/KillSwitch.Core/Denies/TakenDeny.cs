namespace KillSwitch.Core.Denies;

/// <summary>
/// Denies spending on the models that the tags of its holder name, or say the beginning of, in every region. Written once: which models it
/// denies is what the tags say, see <see cref="TakenMarks"/>.
/// </summary>
public static class TakenDeny
{
    /// <summary>One managed policy; shorter than <see cref="DenyDocument.MaximumLength"/>.</summary>
    /// <param name="tags">The guard's; null for those of a stack with the default name.</param>
    public static string Document(StopTags? tags = null) => DenyDocument.Write([.. Statements((tags ?? StopTags.Default).Taken)]);

    private static DenyStatement[] Statements(TakenTags tags) =>
    [
        new(
            "SpendOnAModelTakenAway",
            ModelDeny.Actions,
            [
                .. tags.Beginnings.Variables.Select(start => $"arn:*:bedrock:*::foundation-model/{start}*"),
                .. ModelDeny.Foundation(tags.Models),
                .. ModelDeny.Own(tags.OwnModels),
            ]),
        new(
            "SpendOnAModelTakenAwayByMantle",
            ModelDeny.MantleActions,
            DenyStatement.EveryResource,
            new("StringEquals", ModelDeny.MantleModel, [.. tags.Models.Variables, .. tags.MantleModels.Variables])),
        new(
            "SpendOnModelsTakenAwayByMantle",
            ModelDeny.MantleActions,
            DenyStatement.EveryResource,
            new("StringLike", ModelDeny.MantleModel, [.. tags.Beginnings.Variables.Select(start => start + "*")])),
        .. StopProtection.Statements,
    ];
}

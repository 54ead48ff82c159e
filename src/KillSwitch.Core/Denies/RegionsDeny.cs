namespace KillSwitch.Core.Denies;

/// <summary>
/// Denies all spending in regions whose records nobody takes in. Inference across regions goes on from where somebody listens: it is
/// authorised at its destination, too, there with the profile's ARN, which has the region of the call.
/// </summary>
public static class RegionsDeny
{
    /// <summary>One managed policy.</summary>
    /// <param name="heard">The regions that are heard; not empty.</param>
    /// <exception cref="ArgumentException">They are more than a policy holds.</exception>
    public static string Document(IReadOnlyList<string> heard)
    {
        var elsewhere = new DenyCondition("StringNotEquals", "aws:RequestedRegion", heard);
        var document = DenyDocument.Write(
        [
            new("SpendInOtherRegions", SpendingDeny.Bedrock, DenyStatement.EveryResource, elsewhere)
            {
                // A negated operator holds where there is no such key: a call without a profile.
                Also =
                [
                    new("ArnNotLike", "bedrock:InferenceProfileArn",
                        [.. heard.Select(region => $"arn:*:bedrock:{region}:*:*inference-profile/*")]),
                ],
            },
            new("SpendBesideInOtherRegions", SpendingDeny.BesideBedrock, DenyStatement.EveryResource, elsewhere),
        ]);
        return document.Length <= DenyDocument.MaximumLength ? document : throw new ArgumentException(
            $"{heard.Count} regions are more than the policy for `otherRegions=deny` holds");
    }
}

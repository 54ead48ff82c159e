namespace KillSwitch.Core.Denies;

/// <summary>Denies all spending on the mantle endpoint, which writes no invocation logs.</summary>
public static class MantleDeny
{
    // `Create*` includes projects: a new one would escape what is watched by project.
    internal static readonly DenyStatement Statement = new(
        "SpendOnMantle",
        [
            "bedrock-mantle:Create*",
            "bedrock-mantle:UpdateReservation",
            "bedrock-mantle:AssociateCustomizedModel",
            "bedrock-mantle:CallWithBearerToken",
        ],
        DenyStatement.EveryResource);

    public static string Document() => DenyDocument.Write([Statement]);
}

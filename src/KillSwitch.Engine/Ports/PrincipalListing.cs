namespace KillSwitch.Engine.Ports;

/// <summary>What IAM said when it was asked who there is.</summary>
public abstract record PrincipalListing
{
    private PrincipalListing()
    {
    }

    /// <param name="Everyone">Every role and user of the account.</param>
    /// <param name="Quotas">What each may hold.</param>
    public sealed record Read(IReadOnlyList<ListedPrincipal> Everyone, PrincipalQuotas Quotas) : PrincipalListing;

    /// <summary>IAM refused, asked to slow down, or did not answer; one clause says which.</summary>
    public sealed record Refused(string Reason) : PrincipalListing;
}

/// <summary>How much of a kind one role or user may hold.</summary>
/// <param name="PoliciesOfRole">Managed policies.</param>
/// <param name="PoliciesOfUser">Managed policies.</param>
/// <param name="GroupsOfUser">Groups.</param>
public sealed record PrincipalQuotas(int PoliciesOfRole, int PoliciesOfUser, int GroupsOfUser)
{
    /// <summary>Tags of a role or a user: IAM raises this for nobody.</summary>
    public const int Tags = 50;

    /// <summary>What a new account is given.</summary>
    public static PrincipalQuotas Fewest { get; } = new(10, 10, 10);
}

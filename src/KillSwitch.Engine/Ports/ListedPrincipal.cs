using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Ports;

/// <summary>A role or a user as IAM lists it; what the guard itself has put on it is left out of every count.</summary>
/// <param name="CreatedAt">When it was made: another of the same name is another.</param>
public sealed record ListedPrincipal(Principal Principal, DateTimeOffset CreatedAt)
{
    /// <summary>What IAM gave to it and to no other, <c>AROA…</c> or <c>AIDA…</c>; null where the listing does not say.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it may spend on Bedrock; true where that is not known.</summary>
    public bool MaySpend { get; init; } = true;

    /// <summary>Whether nobody in the account can change it: a service-linked role, a role of Identity Center.</summary>
    public bool IsUnmodifiable { get; init; }

    /// <summary>How many managed policies are attached to it.</summary>
    public int Policies { get; init; }

    /// <summary>How many groups a user is in.</summary>
    public int Groups { get; init; }

    public int Tags { get; init; }
}

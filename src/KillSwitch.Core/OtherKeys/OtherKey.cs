namespace KillSwitch.Core.OtherKeys;

/// <summary>One way to other identities of one kind.</summary>
/// <param name="Way">How.</param>
/// <param name="By">The action or the service by which; null where the way says it.</param>
/// <param name="Cap">What each of them may spend.</param>
/// <param name="IsCertain">False where a condition decides that IAM's listing does not tell.</param>
/// <param name="Targets">Who, in the order of their names; whoever goes the way is not its own target.</param>
public sealed record OtherKey(KeyWay Way, string? By, KeyCap Cap, bool IsCertain, IReadOnlyList<string> Targets);

/// <summary>Principals under a cap who can go on in the same ways after a stop.</summary>
/// <param name="Principals">In the order of their names.</param>
/// <param name="Keys">The worst first.</param>
public sealed record KeyRing(IReadOnlyList<string> Principals, IReadOnlyList<OtherKey> Keys)
{
    public KeyCap Worst => Keys[0].Cap;
}

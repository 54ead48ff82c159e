namespace KillSwitch.Engine.Ports;

/// <summary>IAM's listing of the account. A refusal is an answer.</summary>
public interface IPrincipalList
{
    /// <summary>Everybody on few pages: who may spend is not known, and the quotas are those of a new account.</summary>
    ValueTask<PrincipalListing> ReadAsync(CancellationToken cancellation);

    /// <summary>The same with all that is known.</summary>
    ValueTask<PrincipalListing> ReadWholeAsync(CancellationToken cancellation);
}

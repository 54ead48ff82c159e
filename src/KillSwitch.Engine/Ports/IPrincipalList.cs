namespace KillSwitch.Engine.Ports;

/// <summary>IAM's listing of the account. A refusal is an answer.</summary>
public interface IPrincipalList
{
    /// <summary>Everybody on few pages: who may spend is not known, and the quotas are those of a new account.</summary>
    ValueTask<PrincipalListing> ReadAsync(CancellationToken cancellation);

    /// <summary>The same with all that is known.</summary>
    ValueTask<PrincipalListing> ReadWholeAsync(CancellationToken cancellation);

    /// <summary>One role or user, with its path and its tags; listed is nobody where there is no such one.</summary>
    /// <param name="name"><c>role/NAME</c> or <c>user/NAME</c>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<PrincipalListing> FindAsync(string name, CancellationToken cancellation);
}

using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>What is denied to everyone, and how it is put on one of them and taken off.</summary>
internal interface IDenyForm
{
    string PolicyArn { get; }

    /// <summary>What is stopped, in a sentence.</summary>
    string What { get; }

    /// <summary>Whether <see cref="PutAsync"/> reads back by itself; the others are read back together.</summary>
    bool IsReadBackOneByOne { get; }

    /// <summary>Who is denied all of it, as <c>role/NAME</c> and <c>user/NAME</c>.</summary>
    Task<IReadOnlySet<string>> DeniedAsync(IReadOnlyList<AccountPrincipal> everyone, CancellationToken cancellation);

    /// <summary>Who has anything of it that a release takes off.</summary>
    Task<IReadOnlySet<string>> HoldersAsync(CancellationToken cancellation);

    /// <summary>Null when it is done.</summary>
    Task<EnforcementResult.Failed?> PutAsync(AccountPrincipal principal, CancellationToken cancellation);

    Task TakeAsync(string principal, CancellationToken cancellation);

    /// <summary>Puts what goes with the deny on everyone who holds it, and takes it off everyone else.</summary>
    /// <param name="denied">Who is known to hold the deny; those that IAM lists are added.</param>
    Task<Accompaniment> AccompanyAsync(IReadOnlyCollection<string> denied, CancellationToken cancellation);
}

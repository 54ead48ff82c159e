using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>
/// Stories of the account that is deployed once for all of them, one after the other. Those that have an account of their own do not wait
/// for it.
/// </summary>
[CollectionDefinition(Name)]
public sealed class OneAccount : ICollectionFixture<Deployment>
{
    public const string Name = "One account: one story at a time";
}

using KillSwitch.Account.Tests.Emulated;
using Xunit.v3;

// Stories wait more than they work.
[assembly: Parallelization(MaxThreads = 3)]

namespace KillSwitch.Account.Tests;

/// <summary>A second deployed account, for stories that look after the guard itself: they run beside those of the first.</summary>
[CollectionDefinition(Name)]
public sealed class AnotherAccount : ICollectionFixture<Deployment>
{
    public const string Name = "Another account: one story at a time";
}

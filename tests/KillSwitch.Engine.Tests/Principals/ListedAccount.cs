using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Principals;

/// <summary>An account whose listing a test writes.</summary>
internal sealed class ListedAccount : IPrincipalList
{
    public const string Account = "111122223333";

    public List<ListedPrincipal> Everyone { get; } = [];

    /// <summary>What IAM says instead of a listing; null for a listing.</summary>
    public string? Refusal { get; set; }

    /// <summary>Those that may spend; the others are seen to only where all is asked for. Null for everybody.</summary>
    public HashSet<string>? Spenders { get; set; }

    public PrincipalQuotas Quotas { get; set; } = PrincipalQuotas.Fewest;

    public int WholeReadings { get; private set; }

    public int Readings { get; private set; }

    /// <summary>Who was asked for alone.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>One that carries a tag <c>team</c>.</summary>
    public void Tag(string name, string team)
    {
        Everyone.RemoveAll(one => one.Principal.Name == name);
        var one = Add(name, DateTimeOffset.UnixEpoch);
        Everyone[^1] = one with { Principal = one.Principal with { Tags = TagSet.OfPrincipal([KeyValuePair.Create("team", team)]) } };
    }

    public ValueTask<PrincipalListing> FindAsync(string name, CancellationToken cancellation)
    {
        Asked.Add(name);
        return Answer([.. Everyone.Where(one => one.Principal.Name == name)], PrincipalQuotas.Fewest);
    }

    public ListedPrincipal Add(string name, DateTimeOffset createdAt, string path = "/")
    {
        var kind = name.StartsWith("user/", StringComparison.Ordinal) ? PrincipalKind.User : PrincipalKind.Role;
        var one = new ListedPrincipal(Principal.Listed(kind, name, $"arn:aws:iam::{Account}:{name[..4]}{path}{name[5..]}"), createdAt);
        Everyone.Add(one);
        return one;
    }

    public ValueTask<PrincipalListing> ReadAsync(CancellationToken cancellation)
    {
        Readings++;
        return Answer(Everyone, PrincipalQuotas.Fewest);
    }

    public ValueTask<PrincipalListing> ReadWholeAsync(CancellationToken cancellation)
    {
        WholeReadings++;
        return Answer([.. Everyone.Select(one => one with { MaySpend = Spenders?.Contains(one.Principal.Name) ?? true })], Quotas);
    }

    private ValueTask<PrincipalListing> Answer(IReadOnlyList<ListedPrincipal> everyone, PrincipalQuotas quotas) =>
        ValueTask.FromResult<PrincipalListing>(
            Refusal is { } refusal ? new PrincipalListing.Refused(refusal) : new PrincipalListing.Read([.. everyone], quotas));
}

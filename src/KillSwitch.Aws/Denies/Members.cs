using KillSwitch.Core.Invocations;
using KillSwitch.Core.Stops;

namespace KillSwitch.Aws.Denies;

/// <summary>Those under a stop of everyone who carries a tag: who carries it, and who has while it stood.</summary>
internal sealed class Members
{
    private readonly StopTarget.Principals _whose;
    private readonly CarrierBook? _book;
    private readonly IReadOnlySet<string> _before;
    private readonly HashSet<string> _met;

    private Members(StopTarget target, StopTarget.Principals whose, CarrierBook? book, IReadOnlySet<string> before)
    {
        (Target, _whose, _book, _before) = (target, whose, book, before);
        _met = new HashSet<string>(before, StringComparer.Ordinal);
    }

    /// <summary>What the stop cuts.</summary>
    public StopTarget Target { get; }

    /// <param name="target">What the stop cuts: the principals, or models of theirs.</param>
    /// <param name="whose">The principals.</param>
    /// <param name="book">Who has carried the tag; null where that is not kept.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async ValueTask<Members> ReadAsync(
        StopTarget target, StopTarget.Principals whose, CarrierBook? book, CancellationToken cancellation) =>
        new(target, whose, book, book is null ? new HashSet<string>() : await book.ReadAsync(target, cancellation));

    /// <summary>Whether the stop holds one.</summary>
    public bool TakesIn(AccountPrincipal one)
    {
        if (_whose.Holds(TagSet.OfPrincipal(one.Tags)) == true)
            _met.Add(one.Principal.Name);
        return _met.Contains(one.Principal.Name);
    }

    /// <summary>Keeps who was met.</summary>
    public async ValueTask KeepAsync(CancellationToken cancellation)
    {
        if (_book is not null && _met.Count > _before.Count)
            await _book.KeepAsync(Target, _met, cancellation);
    }

    public async ValueTask ForgetAsync(CancellationToken cancellation)
    {
        if (_book is not null)
            await _book.ForgetAsync(Target, cancellation);
    }
}

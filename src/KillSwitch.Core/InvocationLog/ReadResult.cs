using System.Diagnostics.CodeAnalysis;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.InvocationLog;

/// <summary>What became of one record's text: an invocation, or why there is none.</summary>
public readonly record struct ReadResult
{
    private ReadResult(Invocation? invocation, string? damage, bool isForeign)
    {
        Invocation = invocation;
        Damage = damage;
        IsForeign = isForeign;
    }

    public Invocation? Invocation { get; }

    /// <summary>One sentence, lower case, no full stop; null when the record was read.</summary>
    public string? Damage { get; }

    /// <summary>The text shows no sign of an invocation record: something else, rather than a damaged one.</summary>
    public bool IsForeign { get; }

    [MemberNotNullWhen(true, nameof(Invocation))]
    [MemberNotNullWhen(false, nameof(Damage))]
    public bool IsRead => Invocation is not null;

    internal static ReadResult Read(Invocation invocation) => new(invocation, null, false);

    internal static ReadResult Damaged(string damage, bool isForeign = false) => new(null, damage, isForeign);
}

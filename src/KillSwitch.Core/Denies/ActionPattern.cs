using KillSwitch.Core.Access;

namespace KillSwitch.Core.Denies;

/// <summary>
/// Actions as a policy names them: <c>*</c> is any run of characters, <c>?</c> any one; case does not matter, as it does not to IAM.
/// </summary>
internal readonly record struct ActionPattern(string Text)
{
    private const char Run = '*';
    private const char One = '?';

    /// <summary>Whether one action, real or not, is meant by both.</summary>
    public bool Overlaps(ActionPattern other)
    {
        // Nearly all pairs differ in their first letters.
        var start = 0;
        for (; start < Text.Length && start < other.Text.Length && Text[start] != Run && other.Text[start] != Run; start++)
        {
            if (!MayBeSame(Text[start], other.Text[start]))
                return false;
        }

        return PatternTable.Fit(Text.AsSpan(start), other.Text.AsSpan(start), Run, isEitherRun: true, MayBeSame);
    }

    /// <summary>Whether every action of the other is one of these. A no may be too careful; a yes is certain.</summary>
    public bool Covers(ActionPattern other) =>
        PatternTable.Fit(Text, other.Text, Run, isEitherRun: false, static (one, other) =>
            other != Run && (one == One || (other != One && IsSame(one, other))));

    private static bool MayBeSame(char one, char other) => one == One || other == One || IsSame(one, other);

    private static bool IsSame(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}

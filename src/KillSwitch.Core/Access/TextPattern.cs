using System.Text;

namespace KillSwitch.Core.Access;

/// <summary>
/// A text of a policy, ready to be held against others: wildcards stand apart from the characters of the same look that a variable may
/// bring.
/// </summary>
internal readonly record struct TextPattern
{
    private const char Run = '\uE000';
    private const char One = '\uE001';

    private readonly string _text;

    private TextPattern(string text, bool isCertain) => (_text, IsCertain) = (text, isCertain);

    /// <summary>False where a variable's value is not known: anything may stand in its place.</summary>
    public bool IsCertain { get; }

    public bool IsEverything => _text.Length > 0 && _text.AsSpan().Trim(Run).IsEmpty;

    /// <summary>Nothing in it is a wildcard or a variable.</summary>
    public bool IsLiteral => _text.AsSpan().IndexOfAny(Run, One) < 0;

    public static TextPattern Literal(string text) => new(text, true);

    /// <summary>A pattern without variables.</summary>
    public static TextPattern Of(string text) => new(Wild(text), true);

    /// <summary>A wildcard for every variable.</summary>
    public static TextPattern OfAnything(string text)
    {
        while (text.IndexOf("${", StringComparison.Ordinal) is var start and >= 0 && text.IndexOf('}', start) is var end and >= 0)
            text = text[..start] + Run + text[(end + 1)..];
        return new TextPattern(Wild(text), true);
    }

    /// <summary>
    /// Without wildcards, as <c>StringEquals</c> takes it, or with them; null where a variable has no value and no default, which matches
    /// nothing.
    /// </summary>
    public static TextPattern? Of(string text, bool isWild, AccessContext context)
    {
        var (filled, isCertain, at) = (new StringBuilder(), true, 0);
        while (text.IndexOf("${", at, StringComparison.Ordinal) is var start and >= 0 && text.IndexOf('}', start) is var end and >= 0)
        {
            filled.Append(Plain(text[at..start]));
            at = end + 1;
            var variable = Variable.Parse(text[(start + 2)..end]);
            switch (variable.Value(context, out var value))
            {
                case Truth.Yes:
                    filled.Append(value);
                    break;
                case Truth.Unknown:
                    filled.Append(Run);
                    isCertain = false;
                    break;
                default:
                    return null;
            }
        }

        return new TextPattern(filled.Append(Plain(text[at..])).ToString(), isCertain);

        string Plain(string part) => isWild ? Wild(part) : part;
    }

    /// <summary>Whether some text is meant by both.</summary>
    public bool Overlaps(TextPattern other, bool ignoresCase)
    {
        var start = 0;
        for (; start < _text.Length && start < other._text.Length && _text[start] != Run && other._text[start] != Run; start++)
        {
            if (_text[start] != One && other._text[start] != One && !IsSame(_text[start], other._text[start], ignoresCase))
                return false;
        }

        return PatternTable.Fit(_text.AsSpan(start), other._text.AsSpan(start), Run, isEitherRun: true, (one, two) =>
            one == One || two == One || IsSame(one, two, ignoresCase));
    }

    /// <summary>Whether every text that the other means is one of these. A no may be too careful; a yes is certain.</summary>
    public bool Covers(TextPattern other, bool ignoresCase)
    {
        if (IsEverything)
            return true;
        // Nearly all pairs differ in their first letters.
        var start = 0;
        for (; start < _text.Length && _text[start] != Run; start++)
        {
            if (start == other._text.Length || other._text[start] == Run
                || (_text[start] != One && (other._text[start] == One || !IsSame(_text[start], other._text[start], ignoresCase))))
            {
                return false;
            }
        }

        return PatternTable.Fit(_text.AsSpan(start), other._text.AsSpan(start), Run, isEitherRun: false, (one, two) =>
            two != Run && (one == One || (two != One && IsSame(one, two, ignoresCase))));
    }

    /// <summary>The parts that a colon divides, as far as <paramref name="most"/>; a wildcard stays within its own.</summary>
    public IReadOnlyList<TextPattern> Parts(int most)
    {
        var isCertain = IsCertain;
        return [.. _text.Split(':', most).Select(part => new TextPattern(part, isCertain))];
    }

    private static string Wild(string text) => text.Replace('*', Run).Replace('?', One);

    private static bool IsSame(char one, char other, bool ignoresCase) =>
        one == other || (ignoresCase && char.ToUpperInvariant(one) == char.ToUpperInvariant(other));
}

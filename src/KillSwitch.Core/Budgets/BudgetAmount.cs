using System.Globalization;
using System.Text;

namespace KillSwitch.Core.Budgets;

/// <summary>An amount as AWS Budgets writes it: <c>$1,234.56</c>, <c>1.234,56 EUR</c>, <c>¥1,234</c>, <c>80%</c>, <c>85 GB</c>.</summary>
/// <param name="Value">Exact.</param>
/// <param name="Unit"><c>USD</c>, <c>EUR</c>, <c>GBP</c>, <c>%</c>, or as it was written; empty where a bare number stands.</param>
public readonly record struct BudgetAmount(decimal Value, string Unit)
{
    public const string Dollars = "USD";

    private const int Longest = 64;

    /// <summary>
    /// Null for what is no amount. The last of <c>.</c> and <c>,</c> is the decimal mark; one <c>,</c> alone before three digits groups
    /// thousands, and one <c>.</c> alone is a decimal mark.
    /// </summary>
    public static BudgetAmount? Parse(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > Longest)
            return null;
        var first = text.AsSpan().IndexOfAnyInRange('0', '9');
        var last = text.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (first < 0 || Number(text[first..(last + 1)]) is not { } number)
            return null;
        var (before, after) = (text[..first].Trim(), text[(last + 1)..].Trim());
        var isNegative = before.StartsWith('-') || before.EndsWith('-');
        before = before.Trim('-').Trim();
        // A unit stands on one side.
        if (before.Length > 0 && after.Length > 0)
            return null;
        return UnitOf(before + after) is { } unit ? new BudgetAmount(isNegative ? -number : number, unit) : null;
    }

    /// <summary><c>$1,234.56</c>, <c>80%</c>, <c>1,234.56 EUR</c>.</summary>
    public override string ToString() => Unit switch
    {
        Dollars => new Money.Usd(Value).ToString(),
        "%" => Value.ToString("0.##", CultureInfo.InvariantCulture) + "%",
        "" => Value.ToString("#,##0.##", CultureInfo.InvariantCulture),
        _ => Value.ToString("#,##0.##", CultureInfo.InvariantCulture) + " " + Unit,
    };

    private static string? UnitOf(string text) => text switch
    {
        "$" or "US$" or Dollars => Dollars,
        "€" => "EUR",
        "£" => "GBP",
        "₹" => "INR",
        _ => text.All(c => char.IsLetter(c) || c is ' ' or '-' or '/' or '%'
            || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol) ? text : null,
    };

    private static decimal? Number(string text)
    {
        var mark = DecimalMark(text);
        var (whole, fraction) = mark < 0 ? (text, "") : (text[..mark], text[(mark + 1)..]);
        if (!fraction.All(char.IsAsciiDigit) || Ungrouped(whole) is not { } digits)
            return null;
        return decimal.TryParse(
            fraction.Length == 0 ? digits : $"{digits}.{fraction}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number) ? number : null;
    }

    /// <summary>Where the decimal mark stands; -1 where there is none.</summary>
    private static int DecimalMark(string text)
    {
        var (dots, commas) = (text.Count(c => c == '.'), text.Count(c => c == ','));
        var (dot, comma) = (text.LastIndexOf('.'), text.LastIndexOf(','));
        return (dots, commas) switch
        {
            (0, 0) => -1,
            ( > 0, > 0) => Math.Max(dot, comma),
            (1, 0) => dot,
            (0, 1) when text.Length - comma - 1 != 3 => comma,
            _ => -1,
        };
    }

    /// <summary>The digits of a number whose groups are set off by one mark; null where they are no groups.</summary>
    private static string? Ungrouped(string text)
    {
        var groups = new List<string>();
        var group = new StringBuilder();
        char? mark = null;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                group.Append(c);
                continue;
            }

            // The mark of 1,234,567, of 1.234.567, or a space that breaks no line.
            if (c is not ('.' or ',' or '\'' or ' ' or '\u00A0' or '\u202F') || (mark ?? c) != c)
                return null;
            mark = c;
            groups.Add(group.ToString());
            group.Clear();
        }

        groups.Add(group.ToString());
        // Groups are of three, in India all but the last of two; the first may be shorter and does not begin with a zero.
        var isGrouped = groups.Count == 1
            || (groups[^1].Length == 3 && groups[0].Length is > 0 and <= 3 && groups[0][0] != '0'
                && groups.Skip(1).SkipLast(1).All(one => one.Length is 2 or 3));
        return isGrouped ? string.Concat(groups) : null;
    }
}

using System.Globalization;
using System.Text.Json;

namespace KillSwitch.Core.Access;

/// <summary>One key of a statement's condition.</summary>
/// <param name="Operator">In lower case, without set and suffix: <c>stringlike</c>.</param>
/// <param name="Key">The key of the request.</param>
/// <param name="Values">What it is held against; one must fit, or none where the operator says not.</param>
internal sealed record AccessCondition(string Operator, string Key, PolicyTexts Values)
{
    private const string IfExists = "IfExists";
    private const string OfAll = "ForAllValues:";
    private const string OfAny = "ForAnyValue:";

    private bool IsIfExists { get; init; }

    private bool IsOfAll { get; init; }

    private bool IsOfAny { get; init; }

    public static AccessCondition Read(string name, string key, JsonElement values, bool knowsVariables)
    {
        var (isAll, isAny) =
            (name.StartsWith(OfAll, StringComparison.OrdinalIgnoreCase), name.StartsWith(OfAny, StringComparison.OrdinalIgnoreCase));
        var rest = isAll ? name[OfAll.Length..] : isAny ? name[OfAny.Length..] : name;
        var isIfExists = rest.EndsWith(IfExists, StringComparison.OrdinalIgnoreCase);
        var test = (isIfExists ? rest[..^IfExists.Length] : rest).ToLowerInvariant();
        return new AccessCondition(test, key, PolicyTexts.Of(values, knowsVariables))
        {
            IsIfExists = isIfExists,
            IsOfAll = isAll,
            IsOfAny = isAny,
        };
    }

    public Truth Holds(AccessContext context)
    {
        var isThere = context.Find(Key, out var values);
        if (Operator == "null")
        {
            return Values.Texts.Any(text => isThere == Truth.Unknown
                ? Truth.Unknown
                : TruthLogic.Of(bool.TryParse(text, out var isNull) && isNull == (isThere == Truth.No)));
        }

        if (isThere == Truth.Unknown)
            return Truth.Unknown;
        if (isThere == Truth.No || values.Count == 0)
            return TruthLogic.Of(!IsOfAny && (IsIfExists || IsOfAll || IsNegative));
        return IsOfAll ? values.All(value => Fits(value, context)) : values.Any(value => Fits(value, context));
    }

    private bool IsNegative => Operator.Contains("not", StringComparison.Ordinal);

    private Truth Fits(string value, AccessContext context)
    {
        var fits = Values.Texts.Any(text => Fits(value, text, context));
        return IsNegative ? fits.Not() : fits;
    }

    private Truth Fits(string value, string text, AccessContext context) => Operator switch
    {
        "stringequals" or "stringnotequals" => Like(value, text, isWild: false, ignoresCase: false, context),
        "stringequalsignorecase" or "stringnotequalsignorecase" => Like(value, text, isWild: false, ignoresCase: true, context),
        "stringlike" or "stringnotlike" => Like(value, text, isWild: true, ignoresCase: false, context),
        "arnequals" or "arnlike" or "arnnotequals" or "arnnotlike" => LikeArn(value, text, context),
        "bool" => TruthLogic.Of(value.Equals(text, StringComparison.OrdinalIgnoreCase)),
        "numericequals" or "numericnotequals" => Compare(value, text, order => order == 0),
        "numericlessthan" => Compare(value, text, order => order < 0),
        "numericlessthanequals" => Compare(value, text, order => order <= 0),
        "numericgreaterthan" => Compare(value, text, order => order > 0),
        "numericgreaterthanequals" => Compare(value, text, order => order >= 0),
        // Dates, addresses, bytes: nothing that IAM's listing tells.
        _ => Truth.Unknown,
    };

    private Truth Like(string value, string text, bool isWild, bool ignoresCase, AccessContext context) =>
        Values.HasVariables
            ? TextPattern.Of(text, isWild, context) is { } filled
                ? Found(filled, filled.Overlaps(TextPattern.Literal(value), ignoresCase))
                : Truth.No
            : TruthLogic.Of((isWild ? TextPattern.Of(text) : TextPattern.Literal(text)).Overlaps(TextPattern.Literal(value), ignoresCase));

    private Truth LikeArn(string value, string text, AccessContext context) =>
        (Values.HasVariables ? TextPattern.Of(text, isWild: true, context) : TextPattern.Of(text)) is { } filled
            ? Found(filled, ArnPattern.Overlap(filled, TextPattern.Literal(value)))
            : Truth.No;

    private static Truth Found(TextPattern pattern, bool fits) => !fits ? Truth.No : pattern.IsCertain ? Truth.Yes : Truth.Unknown;

    private static Truth Compare(string value, string text, Func<int, bool> test) =>
        TruthLogic.Of(decimal.TryParse(value, CultureInfo.InvariantCulture, out var one)
            && decimal.TryParse(text, CultureInfo.InvariantCulture, out var other) && test(one.CompareTo(other)));
}

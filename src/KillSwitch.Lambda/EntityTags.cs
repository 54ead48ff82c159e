using System.Text.RegularExpressions;

namespace KillSwitch.Lambda;

/// <summary>The <c>If-None-Match</c> of a request, by RFC 9110, 13.1.2: a list of ETags, weak ones too, or <c>*</c>.</summary>
internal static partial class EntityTags
{
    /// <summary>Whether the one who asks has it already, compared weakly: what stands between the quotes decides.</summary>
    /// <param name="ifNoneMatch">Null for a request without.</param>
    /// <param name="etag">A strong one, with its quotes.</param>
    public static bool Has(string? ifNoneMatch, string etag) =>
        ifNoneMatch is not null && (ifNoneMatch.Trim() == "*" || Tag().Matches(ifNoneMatch).Any(match => match.Groups[1].Value == etag));

    // A comma may stand between the quotes.
    [GeneratedRegex("""(?:W/)?("[^"]*")""")]
    private static partial Regex Tag();
}

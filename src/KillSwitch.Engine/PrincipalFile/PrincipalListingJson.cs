using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Json;
using KillSwitch.Engine.Yaml;
using static KillSwitch.Core.Json.JsonMembers;

namespace KillSwitch.Engine.PrincipalFile;

/// <summary>Reads what <c>aws iam get-account-authorization-details</c> prints.</summary>
internal static class PrincipalListingJson
{
    private const string Roles = "RoleDetailList";
    private const string Users = "UserDetailList";

    /// <summary>By <c>role/NAME</c> or <c>user/NAME</c>; null where the text is no such listing, or a damaged one.</summary>
    public static Dictionary<string, KnownPrincipal>? TryRead(string text, List<YamlProblem> problems)
    {
        using var document = TryParse(text);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !(root.TryGetProperty(Roles, out _) || root.TryGetProperty(Users, out _)))
        {
            return null;
        }

        // Whoever stands on another page would count as one of whom nothing is known.
        if (root.TryGetProperty("NextToken", out _)
            || (root.TryGetProperty("IsTruncated", out var more) && more.ValueKind == JsonValueKind.True))
        {
            return Refuse("the listing goes on after this; leave out `--max-items` and `--no-paginate`");
        }

        var known = new Dictionary<string, KnownPrincipal>(StringComparer.Ordinal);
        foreach (var (list, kind, name) in ((string, PrincipalKind, string)[])
            [(Roles, PrincipalKind.Role, "RoleName"), (Users, PrincipalKind.User, "UserName")])
        {
            if (!root.TryGetProperty(list, out var all))
                continue;
            if (all.ValueKind != JsonValueKind.Array)
                return Refuse($"`{list}` is no list");
            foreach (var one in all.EnumerateArray())
            {
                if (Text(one, name) is not { } own || Text(one, "Arn") is not { } arn || Tags(one) is not { } tags)
                    return Refuse($"one of `{list}` lacks `{name}` or `Arn`, or has other `Tags` than IAM's");
                var full = (kind == PrincipalKind.Role ? "role/" : "user/") + own;
                known[full] = new KnownPrincipal(
                    arn.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? account : null,
                    Principal.Listed(kind, full, arn).Path, tags);
            }
        }

        return known;

        Dictionary<string, KnownPrincipal>? Refuse(string why)
        {
            problems.Add(new YamlProblem(1, 1, why));
            return null;
        }
    }

    private static JsonDocument? TryParse(string text)
    {
        try
        {
            return LooseJson.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TagSet? Tags(JsonElement one)
    {
        if (!one.TryGetProperty("Tags", out var tags))
            return TagSet.OfPrincipal([]);
        return tags.ValueKind == JsonValueKind.Array
            && tags.EnumerateArray().All(tag => Text(tag, "Key") is not null && Text(tag, "Value") is not null)
            ? TagSet.OfPrincipal(tags.EnumerateArray().Select(tag => KeyValuePair.Create(Text(tag, "Key")!, Text(tag, "Value")!)))
            : null;
    }
}

using System.Buffers;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Wording;

namespace KillSwitch.Core.Policies;

/// <summary>Whether a pattern can match any model, by its form alone.</summary>
public static class ModelForm
{
    // Those of the price list, and whom Bedrock has besides.
    private static readonly string[] OtherVendors = ["ai21", "luma", "minimax", "moonshot", "stability", "twelvelabs"];

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:/-_*?");

    private static readonly string[] Resources =
    [
        "foundation-model/", "inference-profile/", "application-inference-profile/", "provisioned-model/", "custom-model/",
        "custom-model-deployment/",
        "imported-model/", "prompt-router/", "default-prompt-router/", "prompt/", "endpoint/", "agent/", "agent-alias/", "async-invoke/",
    ];

    private static readonly Lazy<string[]> Vendors =
        new(() => [.. KnownModels.Ids.Where(id => id.Contains('.', StringComparison.Ordinal))
        .Select(id => id[..id.IndexOf('.', StringComparison.Ordinal)]).Concat(OtherVendors).Distinct()]);

    /// <summary>Why it matches none, as the end of a sentence; null where it may match one.</summary>
    public static string? Problem(Glob pattern)
    {
        var text = pattern.Pattern;
        if (text.AsSpan().IndexOfAnyExcept(Letters) >= 0)
            return "matches no model: it holds a character that no id and no ARN of one has";
        if (text[0] is '*' or '?')
            return null;
        if (text.Split(':', 6) is ["arn", _, var service, _, var account, var resource])
            return ProblemOfArn(service, account, resource);
        if (text.StartsWith("arn:", StringComparison.Ordinal))
            return pattern.HasWildcard ? null : "matches no model: it is no whole ARN, as `arn:aws:bedrock:REGION::foundation-model/ID` is";
        if (text.Contains('/', StringComparison.Ordinal))
            return $"matches no model: the id of one has no `/`{Hint(text[(text.LastIndexOf('/') + 1)..])}";
        return ProblemOfId(pattern);
    }

    private static string? ProblemOfArn(string service, string account, string resource)
    {
        if (!new Glob(service).Matches("bedrock") && !new Glob(service).Matches("sagemaker"))
            return "matches no model: it is no ARN of Bedrock";
        if (account.Length > 0 && !new Glob(account).HasWildcard && !(account.Length == 12 && account.All(char.IsAsciiDigit)))
            return $"matches no model: `{account}` is no account, which has twelve digits";
        if (!PrincipalForm.MayBegin(Resources, new Glob(resource)))
        {
            return "matches no model: the last part of its ARN is none of `foundation-model/ID`, `inference-profile/ID` and "
                + "`application-inference-profile/ID`";
        }

        if (resource.Split('/', 2) is not [var kind, var id])
            return null;
        if (id.Length == 0)
            return "matches no model: the id is missing at its end";
        if (id[0] is '*' or '?')
            return null;
        return kind switch
        {
            "foundation-model" when ProfileGeography.Of(id) is { } geography =>
                $"matches no model: a foundation model has no geography, and `{geography}.` is one",
            "foundation-model" => ProblemOfId(new Glob(id)),
            "inference-profile" when ProfileGeography.Of(id) is null
                && (new Glob(id).LiteralPrefix.Contains('.', StringComparison.Ordinal) || !new Glob(id).HasWildcard) =>
                "matches no model: the id of a profile begins with a geography, as `us.` or `global.`",
            "inference-profile" => ProblemOfId(new Glob(id)),
            _ => null,
        };
    }

    private static string? ProblemOfId(Glob pattern)
    {
        // A metric names an application inference profile by its id alone.
        if (ModelRoute.IsBareProfile(pattern.Pattern))
            return null;
        var text = pattern.Pattern;
        if (ProfileGeography.Of(text) is { } geography)
            text = text[(geography.Length + 1)..];
        if (text.Length > 0 && text[0] is '*' or '?')
            return null;
        var literal = new Glob(text).LiteralPrefix;
        var dot = literal.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && text.EndsWith('.'))
            return "matches no model: a name is missing after its vendor";
        if (dot > 0)
        {
            return Vendors.Value.Contains(literal[..dot])
                ? null
                : $"matches no model that is known: `{literal[..dot]}` is no vendor of Bedrock's price list"
                    + NearestNames.Hint(literal[..dot], Vendors.Value);
        }

        var mayGoOn = literal.Length < text.Length
            && (Vendors.Value.Any(vendor => vendor.StartsWith(literal, StringComparison.Ordinal))
            || (text == pattern.Pattern && ProfileGeography.All.Any(one => one.StartsWith(literal, StringComparison.Ordinal))));
        return mayGoOn ? null : $"matches no model: an id begins with its vendor, as `anthropic.`{Hint(pattern.Pattern)}";
    }

    // `claude-sonnet-4-6` is `anthropic.claude-sonnet-4-6`.
    private static string Hint(string name)
    {
        var start = ProfileGeography.Of(name) is { } geography ? geography + "." : "";
        var bare = name[start.Length..];
        var literal = new Glob(bare).LiteralPrefix;
        if (literal.Length < 3)
            return "";
        if (KnownModels.Ids.Any(id => id.StartsWith(literal, StringComparison.Ordinal)))
            return $"; write `{name}`";
        var known = KnownModels.Ids.FirstOrDefault(
            id => id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..].StartsWith(literal, StringComparison.Ordinal));
        return known is null
            ? NearestNames.Hint(bare.Trim('*', '?', '-'), KnownModels.Ids)
            : $"; write `{start}{known[..(known.IndexOf('.', StringComparison.Ordinal) + 1)]}{bare}`";
    }
}

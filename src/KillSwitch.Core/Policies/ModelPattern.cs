using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Policies;

/// <summary>
/// A pattern of models, however it is written: the bare id, the id with geography, the ARN of a profile or of a foundation model, each with
/// or without version. The bare id takes in every road to the model; one with geography, or a profile's ARN, the calls by that profile
/// alone.
/// </summary>
public sealed class ModelPattern
{
    private enum Kind
    {
        /// <summary>Of ids.</summary>
        Id,

        /// <summary>Of ids, and of the ARNs that a call may be written by: <c>*inference-profile*</c>.</summary>
        IdOrArn,
        Foundation,
        Profile,
        ApplicationProfile,

        /// <summary>Of ARNs, whose kind it leaves open or that hide their model.</summary>
        Arn,
    }

    private readonly Kind _kind;
    private readonly Glob _partition = new("*");
    private readonly Glob _region = new("*");
    private readonly Glob _account = new("*");
    private readonly Glob _id;
    private readonly List<(ModelVersion Version, Glob Glob)> _versions;

    private ModelPattern(Glob written)
    {
        Written = written;
        var id = written.Pattern;
        if (id.Split(':', 6) is ["arn", var partition, var service, var region, var account, var resource]
            && new Glob(service).Matches("bedrock"))
        {
            (_kind, id) = resource.Split('/', 2) switch
            {
                ["foundation-model", var model] => (Kind.Foundation, model),
                ["inference-profile", var model] => (Kind.Profile, model),
                ["application-inference-profile", var profile] => (Kind.ApplicationProfile, profile),
                _ => (Kind.Arn, id),
            };
            (_partition, _region, _account) = (new Glob(partition), Open(region), Open(account));
        }
        else if (ModelRoute.IsBareProfile(id))
        {
            _kind = Kind.ApplicationProfile;
        }
        else if (id.StartsWith("arn:", StringComparison.Ordinal))
        {
            _kind = Kind.Arn;
        }
        else if (MayBeArn(written))
        {
            _kind = Kind.IdOrArn;
        }

        _id = new Glob(id);
        // Of a pattern with wildcards the version that stands after the last.
        var wildcard = id.LastIndexOfAny(['*', '?']);
        _versions =
            [.. ModelVersion.Of(id).Where(version => version.Text.Length > wildcard).Select(version => (version, new Glob(version.Text)))];
    }

    /// <summary>As the policy has it.</summary>
    public Glob Written { get; }

    /// <summary>Whether more decides than the model's own id: how, and where, it was called.</summary>
    public bool IsByRoute => _kind switch
    {
        Kind.Id => MayBeginWithGeography(Written),
        Kind.Foundation => _region.Pattern != "*" || _partition.Pattern.Contains('-', StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>
    /// What the model's id, the id with its geography, or the name it was called by begins with, where the pattern matches; empty where
    /// that cannot be said.
    /// </summary>
    public string Anchor => _kind is Kind.Id or Kind.Foundation or Kind.Profile ? _versions[^1].Glob.LiteralPrefix : "";

    public static ModelPattern Of(Glob written) => new(written);

    /// <param name="model">As it was called.</param>
    /// <param name="region">From where.</param>
    /// <param name="account">By whose principal.</param>
    public bool Matches(ModelId model, string region, string account) => _kind switch
    {
        Kind.Id => IsOfId(model),
        Kind.IdOrArn => IsOfId(model) || Arns(model, region, account).Any(arn => Written.Matches(arn)),
        Kind.Foundation => !model.IsOpaque && IsAt(region) && IsOf(model.Id),
        Kind.Profile => model.Geography is not null && IsAt(region) && _account.Matches(account) && IsOf(model.Routed),
        Kind.ApplicationProfile => ProfileOf(model.Raw) is { } profile && IsAt(region) && _account.Matches(account) && _id.Matches(profile),
        _ => Arns(model, region, account).Any(arn => Written.Matches(arn)),
    };

    /// <summary>The same for one of which only the id is known, as a counter has it; a pattern by route says no.</summary>
    public bool MatchesId(string id) =>
        !IsByRoute && (id.StartsWith("arn:", StringComparison.Ordinal) ? _kind == Kind.Id && _id.Matches(id) : IsOf(id));

    private static Glob Open(string part) => new(part.Length == 0 ? "*" : part);

    // The id of an application profile, which CloudWatch names without its ARN.
    private static string? ProfileOf(string raw) => ModelRoute.IsBareProfile(raw) ? raw
        : raw.Split(':', 6) is ["arn", _, "bedrock", _, _, var resource]
            && resource.Split('/', 2) is ["application-inference-profile", var profile] ? profile
        : null;

    private static string PartitionOf(string region) => region.StartsWith("us-gov-", StringComparison.Ordinal)
        ? "aws-us-gov" : region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : "aws";

    /// <summary>By which ARNs the call may be written, whichever the caller wrote.</summary>
    private static IEnumerable<string> Arns(ModelId model, string region, string account)
    {
        yield return model.Raw;
        if (model.IsOpaque)
            yield break;
        var start = $"arn:{PartitionOf(region)}:bedrock:{region}:";
        foreach (var version in ModelVersion.Of(model.Id))
        {
            yield return $"{start}:foundation-model/{version.Text}";
            if (model.Geography is not null)
                yield return $"{start}{account}:inference-profile/{model.Geography}.{version.Text}";
        }
    }

    private bool IsAt(string region) => _region.Matches(region) && _partition.Matches(PartitionOf(region));

    private bool IsOfId(ModelId model) =>
        model.IsOpaque ? _id.Matches(model.Raw) : IsOf(model.Id) || (model.Geography is not null && IsOf(model.Routed));

    private bool IsOf(string id)
    {
        var spelled = ModelVersion.Of(id);
        return spelled.Exists(version => _id.Matches(version.Text))
            || _versions.Exists(one => one.Version.SaysAsMuchAs(spelled[0]) && one.Glob.Matches(id));
    }

    // What no id holds can only stand in an ARN.
    private static bool MayBeArn(Glob glob)
    {
        var pattern = glob.Pattern;
        if (pattern.Contains('/', StringComparison.Ordinal) || "arn:".StartsWith(glob.LiteralPrefix, StringComparison.Ordinal)
            && pattern[0] is not ('*' or '?'))
        {
            return true;
        }

        if (pattern[0] is not ('*' or '?'))
            return false;
        var within = pattern.Trim('*', '?');
        return within.Length > 0 && within.AsSpan().IndexOfAny('*', '?') < 0
            && !KnownModels.Ids.Any(
            id => ProfileGeography.All.Any(geography => $"{geography}.{id}".Contains(within, StringComparison.Ordinal)));
    }

    // `eu.*`, `?u.*`, `*.anthropic.*`: what may match the id with a geography and not the bare one.
    private static bool MayBeginWithGeography(Glob glob)
    {
        var pattern = glob.Pattern;
        var isAnywhere = pattern.StartsWith('*');
        var text = new Glob(pattern.TrimStart('*')).LiteralPrefix;
        if (text.Length == 0)
            return pattern.Trim('*').Length > 0;
        return ProfileGeography.All.Any(geography => (isAnywhere ? Enumerable.Range(0, geography.Length + 1) : [0])
            .Select(start => geography[start..] + ".")
            .Any(end => end.StartsWith(text, StringComparison.Ordinal) || text.StartsWith(end, StringComparison.Ordinal)));
    }
}

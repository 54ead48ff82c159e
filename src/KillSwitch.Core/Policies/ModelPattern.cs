using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>
/// A pattern of models, however it is written: the bare id, the id with geography, the ARN of a profile or of a foundation model, each with or
/// without version. The bare id takes in every road to the model; one with geography, or a profile's ARN, the calls by that profile alone.
/// </summary>
public sealed class ModelPattern
{
    private enum Kind
    {
        Id,
        Foundation,
        Profile,
        ApplicationProfile,
        Other,
    }

    private readonly Kind _kind;
    private readonly Glob _region = new("*");
    private readonly Glob _account = new("*");
    private readonly Glob _id;
    private readonly IReadOnlyList<Glob> _withoutVersion = [];

    private ModelPattern(Glob written)
    {
        Written = written;
        var id = written.Pattern;
        if (id.Split(':', 6) is ["arn", _, _, var region, var account, var resource])
        {
            (_kind, id) = resource.Split('/', 2) switch
            {
                ["foundation-model", var model] => (Kind.Foundation, model),
                ["inference-profile", var model] => (Kind.Profile, model),
                ["application-inference-profile", var profile] => (Kind.ApplicationProfile, profile),
                _ => (Kind.Other, id),
            };
            _region = new Glob(region);
            _account = new Glob(account);
        }

        _id = new Glob(id);
        if (_kind != Kind.Other && !_id.HasWildcard)
            _withoutVersion = [.. ModelVersion.Without(id).Select(shorter => new Glob(shorter))];
    }

    /// <summary>As the policy has it.</summary>
    public Glob Written { get; }

    /// <summary>Whether more decides than the model's own id: how, and where, it was called.</summary>
    public bool IsByRoute => _kind switch
    {
        Kind.Id => MayBeginWithGeography(Written),
        Kind.Foundation => _region.Pattern is not ("*" or ""),
        _ => true,
    };

    /// <summary>What the model's id, the id with its geography, or the name it was called by begins with, where the pattern matches; empty where that cannot be said.</summary>
    public string Anchor => _kind == Kind.ApplicationProfile ? "" : _withoutVersion.Count > 0 ? _withoutVersion[^1].Pattern : _id.LiteralPrefix;

    public static ModelPattern Of(Glob written) => new(written);

    /// <param name="model">As it was called.</param>
    /// <param name="region">From where.</param>
    /// <param name="account">By whose principal.</param>
    public bool Matches(ModelId model, string region, string account)
    {
        if (Written.Matches(model.Raw))
            return true;
        return _kind switch
        {
            Kind.Id => IsOf(model.Id, model.IsOpaque) || (model.Geography is not null && IsOf(model.Routed, isOpaque: false)),
            Kind.Foundation => IsIn(region) && !model.IsOpaque && IsOf(model.Id, isOpaque: false),
            Kind.Profile => IsIn(region) && IsOwnedBy(account) && model.Geography is not null && IsOf(model.Routed, isOpaque: false),
            // CloudWatch names an application profile by its id alone.
            Kind.ApplicationProfile => IsIn(region) && IsOwnedBy(account) && !model.Raw.Contains(':', StringComparison.Ordinal) && _id.Matches(model.Raw),
            _ => false,
        };
    }

    /// <summary>The same for one of which only the id is known, as a counter has it.</summary>
    public bool MatchesId(string id) => _kind switch
    {
        Kind.Id or Kind.Foundation => IsOf(id, id.StartsWith("arn:", StringComparison.Ordinal)),
        _ => false,
    };

    private bool IsIn(string region) => _region.Pattern.Length == 0 || _region.Matches(region);

    private bool IsOwnedBy(string account) => _account.Pattern.Length == 0 || _account.Matches(account);

    private bool IsOf(string id, bool isOpaque)
    {
        if (_id.Matches(id))
            return true;
        if (isOpaque)
            return false;
        var shorter = ModelVersion.Without(id);
        return shorter.Exists(text => _id.Matches(text)) || (_withoutVersion.Count > 0 && _withoutVersion.Take(_withoutVersion.Count - shorter.Count).Any(pattern => pattern.Matches(id)));
    }

    // `eu.*`, `?u.*`, `*.anthropic.*`: what may match the id with a geography and not the bare one.
    private static bool MayBeginWithGeography(Glob glob)
    {
        var pattern = glob.Pattern;
        if (pattern.Contains('/', StringComparison.Ordinal) || pattern.StartsWith("arn", StringComparison.Ordinal))
            return true;
        var isAnywhere = pattern.StartsWith('*');
        var text = new Glob(pattern.TrimStart('*')).LiteralPrefix;
        if (text.Length == 0)
            return pattern.Trim('*').Length > 0;
        return ProfileGeography.All.Any(geography => (isAnywhere ? Enumerable.Range(0, geography.Length + 1) : [0])
            .Select(start => geography[start..] + ".")
            .Any(end => end.StartsWith(text, StringComparison.Ordinal) || text.StartsWith(end, StringComparison.Ordinal)));
    }
}

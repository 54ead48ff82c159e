using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Every word of the policy language, once: the loader reads by it and the schema is held against it.</summary>
internal static class Vocabulary
{
    public const int LongestId = 64;

    public static readonly string[] PolicyKeys =
        ["version", "mode", "timezone", "exempt", "maxStops", "mantle", "unmetered", "unpriced", "rules", "prices", "discounts",
            "owners", "chat"];
    public static readonly string[] ChatKeys = ["mayRestore"];
    public static readonly string[] MaxStopsKeys = ["count", "every"];
    public static readonly string[] RuleKeys =
        ["id", "match", "per", "limit", "every", "notify", "stop", "approval", "restore", "brake", "unpriced", "estimated",
            "exceptions", "deny", "escalate"];
    public static readonly string[] ExceptionKeys = ["match", "limit"];
    public static readonly string[] DenyKeys = ["model"];
    public static readonly string[] RequiredRuleKeys = ["id", "limit", "stop"];
    public static readonly string[] MatchKeys =
    [
        "principal", "session", "model", "region", "account", "tags", "path", "principalTag", "profile", "profileTag", "project",
    ];
    public static readonly string[] DiscountKeys = ["match", "percent", "from", "until", "source"];
    public static readonly string[] OwnerKeys = ["match", "topic"];
    public static readonly string[] LimitKeys = [.. Enum.GetValues<Unit>().Select(UnitText.Of)];
    public static readonly string[] CacheHitRatioKeys = ["below", "after"];
    public static readonly string[] AfterKeys = ["inputTokens"];
    public static readonly string[] BudgetKeys = ["name", "at"];
    public static readonly string[] EveryKeys = ["rolling"];

    public static readonly Dictionary<string, PolicyMode> Modes = new()
    {
        ["enforce"] = PolicyMode.Enforce,
        ["observe"] = PolicyMode.Observe,
    };
    public static readonly Dictionary<string, MantleAccess> Mantle = new() { ["allow"] = MantleAccess.Allow, ["deny"] = MantleAccess.Deny };
    public static readonly Dictionary<string, UnmeteredUse> Unmetered = new()
    {
        ["tell"] = UnmeteredUse.Tell,
        ["deny"] = UnmeteredUse.Deny,
    };
    public static readonly Dictionary<string, UnpricedModels> Unpriced = new()
    {
        ["fail-safe"] = UnpricedModels.FailSafe,
        ["ignore"] = UnpricedModels.Ignore,
    };
    public static readonly Dictionary<string, Approval> Approvals = new()
    {
        ["automatic"] = Approval.Automatic,
        ["manual"] = Approval.Manual,
    };
    public static readonly Dictionary<string, UnpricedStop> UnpricedStops = new()
    {
        ["approve"] = UnpricedStop.Approve,
        ["stop"] = UnpricedStop.Stop,
    };
    public static readonly Dictionary<string, EstimatedStop> EstimatedStops = new()
    {
        ["approve"] = EstimatedStop.Approve,
        ["stop"] = EstimatedStop.Stop,
    };
    public static readonly Dictionary<string, Brake> Brakes = new() { ["predictive"] = Brake.Predictive, ["exact"] = Brake.Exact };

    public static readonly Dictionary<string, WindowUnit> Units = new()
    {
        ["minute"] = WindowUnit.Minute,
        ["hour"] = WindowUnit.Hour,
        ["day"] = WindowUnit.Day,
        ["week"] = WindowUnit.Week,
        ["month"] = WindowUnit.Month,
    };

    public static readonly Dictionary<string, StopScope> Stops = new()
    {
        ["principal"] = StopScope.Principal,
        ["principals"] = StopScope.Principals,
        ["session"] = StopScope.Session,
        ["model"] = StopScope.Model,
        ["account"] = StopScope.Account,
        ["tag"] = StopScope.Tag,
        ["none"] = StopScope.None,
    };

    public static readonly Dictionary<string, TagEscalation> Escalations = new()
    {
        ["none"] = TagEscalation.None,
        ["principal"] = TagEscalation.Principal,
    };

    public static readonly Dictionary<string, Dimension> Dimensions = new()
    {
        ["principal"] = Dimension.Principal,
        ["session"] = Dimension.Session,
        ["model"] = Dimension.Model,
        ["region"] = Dimension.Region,
        ["account"] = Dimension.Account,
        ["path"] = Dimension.Path,
        ["profile"] = Dimension.Profile,
        ["project"] = Dimension.Project,
    };

    /// <summary>Under <c>match</c> as <c>KIND.KEY</c>, or a mapping of keys.</summary>
    public static readonly Dictionary<string, Func<string, Dimension>> TagsOfMatch = new()
    {
        ["tags"] = Dimension.Tag,
        ["principalTag"] = Dimension.PrincipalTag,
        ["profileTag"] = Dimension.ProfileTag,
    };

    /// <summary>Under <c>per</c> as <c>KIND:KEY</c>.</summary>
    public static readonly Dictionary<string, Func<string, Dimension>> TagsOfPer = new()
    {
        ["tag"] = Dimension.Tag,
        ["principalTag"] = Dimension.PrincipalTag,
        ["profileTag"] = Dimension.ProfileTag,
    };
}

using KillSwitch.Core.Stops;
using KillSwitch.Engine.Tests.EveryMinute;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>The short names of a history: <c>a</c> a role, <c>a/s1</c> its session, <c>opus</c> a model, <c>account</c>.</summary>
internal static class Names
{
    public const string Account = World.Account;

    private static readonly Dictionary<string, (string Raw, string Id)> Models = new(StringComparer.Ordinal)
    {
        ["opus"] = ("us.anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6-v1"),
        ["nova"] = ("amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0"),
    };

    public static IEnumerable<string> AllModels => Models.Keys;

    public static string RawModel(string model) => Models[model].Raw;

    public static string ModelId(string model) => Models[model].Id;

    public static string Arn(string role) => $"arn:aws:iam::{Account}:role/{role}";

    public static StopTarget Target(string name) => name.Split('/') switch
    {
        ["account"] => new StopTarget.WholeAccount(Account),
        [var model] when Models.ContainsKey(model) => new StopTarget.Model(Account, ModelId(model)),
        [var role] => new StopTarget.Principal(Account, "role/" + role, Arn(role)),
        [var role, var session] => new StopTarget.Session(Account, "role/" + role, Arn(role), session),
        _ => throw new FormatException($"`{name}` is nobody"),
    };

    public static string Of(StopTarget target) => target switch
    {
        StopTarget.WholeAccount => "account",
        StopTarget.Model { ModelId: var id } => Models.First(model => model.Value.Id == id).Key,
        StopTarget.Principal { PrincipalName: var role } => role["role/".Length..],
        StopTarget.Session session => $"{session.PrincipalName["role/".Length..]}/{session.SessionName}",
        _ => throw new ArgumentOutOfRangeException(nameof(target), target, "nothing that is stopped here"),
    };

    /// <summary>The role that a target belongs to; null for a model and the account.</summary>
    public static string? RoleOf(string target) => target == "account" || Models.ContainsKey(target) ? null : target.Split('/')[0];

    /// <summary>Whom or what a deny on this keeps from calling everything, besides it: itself first.</summary>
    public static IEnumerable<string> Covering(string target)
    {
        yield return target;
        if (target.Contains('/', StringComparison.Ordinal))
            yield return RoleOf(target)!;
        if (target != "account")
            yield return "account";
    }
}

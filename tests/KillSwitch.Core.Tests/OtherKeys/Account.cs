using KillSwitch.Core.Access;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.OtherKeys;

/// <summary>Roles and users of a made-up account, and policies over them.</summary>
internal static class Account
{
    public const string Id = "111122223333";
    public const string Bedrock = """{"Effect":"Allow","Action":"bedrock:Invoke*","Resource":"*"}""";
    public const string TrustsAccount = $$"""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{Id}}:root"},"Action":"sts:AssumeRole"}""";

    public static string Arn(string name) => $"arn:aws:iam::{Id}:{name}";

    public static string Trusts(string kind, string who) =>
        $$"""{"Effect":"Allow","Principal":{"{{kind}}":"{{who}}"},"Action":"sts:AssumeRole"}""";

    public static string Allows(string action, string resource = "*", string condition = "{}") =>
        $$"""{"Effect":"Allow","Action":"{{action}}","Resource":"{{resource}}","Condition":{{condition}}}""";

    public static AccessPolicy Policy(params string[] statements) =>
        AccessPolicy.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""");

    public static Identity Role(string name, string trust, params string[] statements) =>
        new(new Principal(PrincipalKind.Role, "role/" + name, Arn("role/" + name)), [Policy(statements)]) { Trust = Policy(trust) };

    public static Identity User(string name, params string[] statements) =>
        new(new Principal(PrincipalKind.User, "user/" + name, Arn("user/" + name)), [Policy(statements)]);

    /// <summary>A cap on each principal that matches.</summary>
    public static Policy Cap(string principal, params string[] exempt) => new()
    {
        Exempt = [.. exempt.Select(pattern => new Glob(pattern))],
        Rules = [new CountedRule
        {
            Id = "cap",
            Match = [new FieldMatch(Dimension.Principal, [new Glob(principal)])],
            Per = [Dimension.Principal],
            Limit = new Limit.Spend(new Usd(1)),
            Every = new Every.Calendar(WindowUnit.Day),
            Stop = StopScope.Principal,
        }],
    };
}

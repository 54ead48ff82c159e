using KillSwitch.Core.Denies;
using KillSwitch.Core.Organizations;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>Callers who may do everything, in an account whose service control policy is one of the guard's.</summary>
public sealed class OrganizationProof : IAsyncLifetime
{
    private const string Account = "111122223333";
    private const string SsoPath = "aws-reserved/sso.amazonaws.com/eu-west-1/";
    private const string Sso = "AWSReservedSSO_Dev_0123456789abcdef";
    private const string OtherSso = "AWSReservedSSO_Ops_0123456789abcdef";
    private const string Everyone = "everyone";
    private const string Listed = "listed";

    private static readonly GuardResources Guard = new("KillSwitch", "/theirs");

    private static readonly Caller[] Callers =
    [
        Caller.Role("a role", "agent", "agent"),
        Caller.Role("a role on a path", "teams/agents/agent", "agent"),
        Caller.Role("another role", "agent-2", "agent-2"),
        Caller.Role("an exempt role", "BreakGlass1", "BreakGlass1"),
        Caller.Role("an exempt role on a path", "ops/BreakGlass1", "BreakGlass1"),
        Caller.Role("a role of Identity Center, one session", SsoPath + Sso, Sso, "ana@example.com"),
        Caller.Role("a role of Identity Center, another session", SsoPath + Sso, Sso, "bo@example.com"),
        Caller.Role("the same session name under another role", SsoPath + OtherSso, OtherSso, "ana@example.com"),
        Caller.Role("an operator", "oncall", "oncall"),
        Caller.Role("a role of the guard", "KillSwitch-MeterFunctionMeterRole", "KillSwitch-MeterFunctionMeterRole"),
        new("a user who is called like a listed role", $"arn:aws:iam::{Account}:user/agent", $"arn:aws:iam::{Account}:user/agent",
            "AIDAEXAMPLE2"),
        new("a user", $"arn:aws:iam::{Account}:user/ada", $"arn:aws:iam::{Account}:user/ada", "AIDAEXAMPLE"),
        new("root", $"arn:aws:iam::{Account}:root", $"arn:aws:iam::{Account}:root", Account),
        new("a federated user", $"arn:aws:sts::{Account}:federated-user/fay", $"arn:aws:sts::{Account}:federated-user/fay",
            $"{Account}:fay"),
    ];

    /// <summary>Whom each policy stops; it leaves the others alone.</summary>
    private static readonly Dictionary<string, string[]> Stopped = new()
    {
        [Everyone] = [.. Callers.Select(caller => caller.Name).Where(name => !name.StartsWith("an exempt", StringComparison.Ordinal))],
        [Listed] = ["a role", "a role on a path", "a role of Identity Center, one session", "a user", "root", "a federated user"],
        ["nobody"] = [],
    };

    // A call, one that carries a tag, a bearer key of either endpoint.
    private static readonly Wish[] Spending =
    [
        new("calling a model", "bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1"),
        new("a batch job with a tag", "bedrock:CreateModelInvocationJob",
            $"arn:aws:bedrock:us-east-1:{Account}:model-invocation-job/abcdefghijkl", ("aws:TagKeys", "team")),
        new("a key of the runtime", "bedrock:CallWithBearerToken", "*"),
        new("a key of mantle", "bedrock-mantle:CallWithBearerToken", "*"),
    ];

    // What would undo a stop.
    private static readonly Wish[] Undoing =
    [
        new("detaching the organization's policy", "organizations:DetachPolicy",
            $"arn:aws:organizations::999988887777:account/o-exampleorg/{Account}"),
        new("rewriting the organization's policy", "organizations:UpdatePolicy",
            "arn:aws:organizations::999988887777:policy/o-exampleorg/service_control_policy/p-examplepol1"),
        new("turning logging off", "bedrock:DeleteModelInvocationLoggingConfiguration", "*"),
        new("taking a deny off", "iam:DetachRolePolicy", Iam("role/other"),
            ("iam:PolicyARN", Iam("policy/killswitch/KillSwitch-deny-spending-us-east-1"))),
        new("ending a subscription", "sns:Unsubscribe", "*"),
    ];

    // What would change the guard's own, or what it put onto others.
    private static readonly Wish[] Touching =
    [
        new("taking a mark off", "iam:UntagRole", Iam("role/other"), ("aws:TagKeys", "killswitch-stopped-1")),
        new("rewriting a deny", "iam:CreatePolicyVersion", Iam("policy/killswitch/KillSwitch-deny-spending-us-east-1")),
        new("taking a user out of the group", "iam:RemoveUserFromGroup", Iam("group/killswitch/KillSwitch-deny-spending-us-east-1")),
        new("writing the table", "dynamodb:PutItem", $"arn:aws:dynamodb:us-east-1:{Account}:table/KillSwitch-LedgerTable1"),
        new("tagging a function of the guard", "lambda:TagResource", $"arn:aws:lambda:us-east-1:{Account}:function:KillSwitch-Watch1",
            ("aws:TagKeys", "team")),
    ];

    private static readonly Wish[] Harmless =
    [
        new("listing models", "bedrock:ListFoundationModels", "*"),
        new("reading the table", "dynamodb:GetItem", $"arn:aws:dynamodb:us-east-1:{Account}:table/KillSwitch-LedgerTable1"),
        new("writing another table", "dynamodb:PutItem", $"arn:aws:dynamodb:us-east-1:{Account}:table/orders"),
        new("taking another policy off", "iam:DetachRolePolicy", Iam("role/other"), ("iam:PolicyARN", Iam("policy/theirs"))),
        new("taking another tag off", "iam:UntagRole", Iam("role/other"), ("aws:TagKeys", "team")),
        new("rewriting another policy", "iam:CreatePolicyVersion", Iam("policy/theirs")),
    ];

    public static readonly (string Name, Question Question, Decision Expected)[] Cases =
    [
        .. from policy in Stopped.Keys
           from caller in Callers
           from wish in (Wish[])[.. Spending, .. Undoing, .. Touching, .. Harmless]
           select ($"{wish.Name} by {caller.Name} under the policy on {policy}", caller.Ask(wish, policy),
               Expect(policy, caller.Name, wish)),
    ];

    public IReadOnlyList<Outcome> Outcomes { get; private set; } = [];

    public async ValueTask InitializeAsync() => Outcomes = await Evaluator.Ask(
        new Dictionary<string, string>
        {
            ["allow"] = Policies.AllowAll,
            [Everyone] = AccountControlPolicy.Document(["role/BreakGlass*"], Guard, ["role/oncall"]),
            [Listed] = PrincipalControlPolicy.Document(
            [
                new("role/agent"), new("user/ada"), new("root"), new($"arn:aws:sts::{Account}:federated-user/fay"),
                new("role/" + Sso, "ana@example.com"), new("role/" + OtherSso, "cy@example.com"),
            ], Guard),
            ["nobody"] = PrincipalControlPolicy.Document([], Guard),
        },
        [.. Cases.Select(one => one.Question)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Decision Expect(string policy, string caller, Wish wish) => wish switch
    {
        _ when Harmless.Contains(wish) => Decision.Allowed,
        // The guard and who works on it lift a stop of everyone again; they may not spend.
        _ when policy == Everyone && !Spending.Contains(wish) && caller is "a role of the guard" or "an operator" => Decision.Allowed,
        // Of a role with a stopped session none changes the guard or a tag of the stopped; the others may spend.
        _ when policy == Listed && Touching.Contains(wish) && (caller.StartsWith("a role of Identity Center", StringComparison.Ordinal)
            || caller == "the same session name under another role") => Decision.Denied,
        _ => Stopped[policy].Contains(caller) ? Decision.Denied : Decision.Allowed,
    };

    private static string Iam(string resource) => $"arn:aws:iam::{Account}:{resource}";

    /// <param name="Name">For the test.</param>
    /// <param name="Key">Of the request, with its one value; null for none.</param>
    private sealed record Wish(string Name, string Action, string Resource, (string Name, string Value)? Key = null);

    /// <param name="Name">For the test.</param>
    /// <param name="Arn">Who asks.</param>
    /// <param name="PrincipalArn"><c>aws:PrincipalArn</c>: of a session, its role's, with the path.</param>
    /// <param name="UserId"><c>aws:userid</c>: of a session, the role's id and the session's name.</param>
    private sealed record Caller(string Name, string Arn, string PrincipalArn, string UserId)
    {
        public static Caller Role(string name, string role, string plain, string session = "s-1") =>
            new(name, $"arn:aws:sts::{Account}:assumed-role/{plain}/{session}", $"arn:aws:iam::{Account}:role/{role}",
                $"AROAEXAMPLE:{session}");

        public Question Ask(Wish wish, string policy)
        {
            var context = new Dictionary<string, string[]> { ["aws:PrincipalArn"] = [PrincipalArn], ["aws:userid"] = [UserId] };
            if (wish.Key is { } key)
                context[key.Name] = [key.Value];
            return new(["allow"], wish.Action, wish.Resource, context) { Principal = Arn, ServiceControlPolicies = [policy] };
        }
    }
}

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
        Caller.Role("a role of the guard", "KillSwitch-MeterFunctionMeterRole", "KillSwitch-MeterFunctionMeterRole"),
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

    // A call, a bearer key of either endpoint, and what would undo the stop.
    private static readonly (string Action, string Resource)[] Asked =
    [
        ("bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1"),
        ("bedrock:CallWithBearerToken", "*"),
        ("bedrock-mantle:CallWithBearerToken", "*"),
        ("organizations:DetachPolicy", $"arn:aws:organizations::999988887777:account/o-exampleorg/{Account}"),
        ("organizations:UpdatePolicy", "arn:aws:organizations::999988887777:policy/o-exampleorg/service_control_policy/p-examplepol1"),
        ("bedrock:DeleteModelInvocationLoggingConfiguration", "*"),
    ];

    public static readonly (string Name, Question Question, Decision Expected)[] Cases =
    [
        .. from policy in Stopped.Keys
           from caller in Callers
           from asked in Asked
           select ($"{asked.Action} by {caller.Name} under the policy on {policy}", caller.Ask(asked.Action, asked.Resource, policy),
               Expect(policy, caller.Name, asked.Action)),
        .. from caller in Callers
           select ($"listing models by {caller.Name}, stopped or not", caller.Ask("bedrock:ListFoundationModels", "*", Everyone),
               Decision.Allowed),
    ];

    public IReadOnlyList<Outcome> Outcomes { get; private set; } = [];

    public async ValueTask InitializeAsync() => Outcomes = await Evaluator.Ask(
        new Dictionary<string, string>
        {
            ["allow"] = Policies.AllowAll,
            [Everyone] = AccountControlPolicy.Document(["role/BreakGlass*"], "role/KillSwitch-*"),
            [Listed] = PrincipalControlPolicy.Document(
            [
                new("role/agent"), new("user/ada"), new("root"), new($"arn:aws:sts::{Account}:federated-user/fay"),
                new("role/" + Sso, "ana@example.com"), new("role/" + OtherSso, "cy@example.com"),
            ]),
            ["nobody"] = PrincipalControlPolicy.Document([]),
        },
        [.. Cases.Select(one => one.Question)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Decision Expect(string policy, string caller, string action)
    {
        // The guard lifts the stop again; it may not spend.
        var isFree = policy == Everyone && caller == "a role of the guard" && !action.EndsWith(":InvokeModel", StringComparison.Ordinal)
            && !action.EndsWith("Token", StringComparison.Ordinal);
        return Stopped[policy].Contains(caller) && !isFree ? Decision.Denied : Decision.Allowed;
    }

    /// <param name="Name">For the test.</param>
    /// <param name="Arn">Who asks.</param>
    /// <param name="PrincipalArn"><c>aws:PrincipalArn</c>: of a session, its role's, with the path.</param>
    /// <param name="UserId"><c>aws:userid</c>: of a session, the role's id and the session's name.</param>
    private sealed record Caller(string Name, string Arn, string PrincipalArn, string UserId)
    {
        public static Caller Role(string name, string role, string plain, string session = "s-1") =>
            new(name, $"arn:aws:sts::{Account}:assumed-role/{plain}/{session}", $"arn:aws:iam::{Account}:role/{role}",
                $"AROAEXAMPLE:{session}");

        public Question Ask(string action, string resource, string policy) =>
            new(["allow"], action, resource, new Dictionary<string, string[]>
            {
                ["aws:PrincipalArn"] = [PrincipalArn],
                ["aws:userid"] = [UserId],
            })
            {
                Principal = Arn,
                ServiceControlPolicies = [policy],
            };
    }
}

using KillSwitch.Core.Denies;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Organizations;
using KillSwitch.Core.Stops;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>
/// Who is stopped, how, and what they then ask for of Bedrock and of the guard's own: every combination, in one run of the evaluator.
/// </summary>
public sealed class StoppedIdentities : IAsyncLifetime
{
    public const string Model = "anthropic.claude-opus-4-6-v1";
    public const string Operator = "arn:aws:sts::111122223333:assumed-role/oncall/anna";
    public const string Deployment =
        "arn:aws:sts::111122223333:assumed-role/cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1/AWSCloudFormation";

    public const string SensorDeployment =
        "arn:aws:sts::111122223333:assumed-role/cdk-hnb659fds-cfn-exec-role-111122223333-us-west-2/AWSCloudFormation";

    private const string Here = "us-east-1:111122223333:";
    private const string App = "arn:aws:sts::111122223333:assumed-role/app/session-1";

    private static readonly GuardResources Guard = new("KillSwitch", "/theirs");
    private static readonly string[] Operators =
        ["role/oncall", .. ((string[])[Deployment, SensorDeployment]).Select(arn => Caller.Parse(arn).Principal.Name)];

    /// <summary>By name: whose ARN, and the documents that they hold, as AWS and people write them.</summary>
    public static readonly (string Name, string Principal, string Document)[] Identities =
    [
        ("Bedrock alone", "arn:aws:iam::111122223333:user/app",
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["bedrock:*","bedrock-mantle:*"],"Resource":"*"}}"""),
        ("PowerUserAccess", App, """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},
            {"Effect":"Allow","Action":["account:GetAccountInformation","account:GetPrimaryEmail","account:ListRegions","iam:CreateServiceLinkedRole","iam:DeleteServiceLinkedRole","iam:ListRoles","organizations:DescribeEffectivePolicy","organizations:DescribeOrganization"],"Resource":"*"}]}
            """),
        ("AdministratorAccess", App, """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"""),
        ("a CI role", "arn:aws:sts::111122223333:assumed-role/ci/build-7",
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:PassRole","lambda:*","cloudformation:*","logs:*","bedrock:InvokeModel"],"Resource":"*"}}"""),
        ("five roles to assume", App, """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["bedrock:InvokeModel","dynamodb:*","ssm:*","sns:*","sqs:*"],"Resource":"*"},
            {"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::111122223333:role/*"}]}
            """),
        ("a federated user", "arn:aws:sts::111122223333:federated-user/ben",
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}"""),
    ];

    public const string Listed = "principal, by the organization";
    public const string ListedSession = "session, by the organization";
    public const string Everyone = "account, by the organization";
    public const string Guards = "arn:aws:sts::111122223333:assumed-role/KillSwitch-WatchFunctionWatchRole1/KillSwitch-WatchFunction1";
    public const string Deployer = "arn:aws:sts::111122223333:assumed-role/cdk-hnb659fds-deploy-role-111122223333-us-east-1/anna";

    public static readonly string[] Stops =
        ["none", "principal", "session", "model", "account", "lease", Listed, ListedSession, Everyone];

    /// <summary>The organization's, which none of the account's principals holds.</summary>
    public static readonly string[] OfOrganization = [Listed, ListedSession, Everyone];

    /// <summary>Whom each kind of stop can stop: only a role has sessions.</summary>
    public static bool Concerns(string who, string stop) =>
        stop != ListedSession || Identities.Single(one => one.Name == who).Principal.Contains(":assumed-role/", StringComparison.Ordinal);

    /// <summary>What would undo the guard, by action and what of its own it touches.</summary>
    public static readonly (string Action, string Resource)[] Undoing =
    [
        .. On($"arn:aws:dynamodb:{Here}table/KillSwitch-LedgerTable1", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem",
            "dynamodb:BatchWriteItem", "dynamodb:PartiQLUpdate", "dynamodb:DeleteTable", "dynamodb:UpdateTable",
            "dynamodb:UpdateTimeToLive", "dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy"),
        .. On($"arn:aws:lambda:{Here}function:KillSwitch-WatchFunction1", "lambda:InvokeFunction", "lambda:UpdateFunctionCode",
            "lambda:UpdateFunctionConfiguration", "lambda:PutFunctionConcurrency", "lambda:DeleteFunction", "lambda:AddPermission",
            "lambda:RemovePermission"),
        .. On("arn:aws:cloudformation:us-west-2:111122223333:stack/KillSwitch-sensor/2222", "cloudformation:DeleteStack"),
        .. On("arn:aws:lambda:us-west-2:111122223333:function:KillSwitch-sensor-meter", "lambda:DeleteFunction"),
        .. On("arn:aws:iam::111122223333:role/KillSwitch-sensor-meter-us-west-2", "iam:PutRolePolicy", "iam:DeleteRole"),
        .. On($"arn:aws:cloudformation:{Here}stack/KillSwitch/1111", "cloudformation:DeleteStack", "cloudformation:UpdateStack",
            "cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet", "cloudformation:UpdateTerminationProtection"),
        .. On($"arn:aws:events:{Here}rule/KillSwitch-TamperingDenies1", "events:DisableRule", "events:DeleteRule", "events:PutRule",
            "events:PutTargets", "events:RemoveTargets"),
        .. On($"arn:aws:scheduler:{Here}schedule/default/KillSwitch-WatchEveryMinute1", "scheduler:UpdateSchedule",
            "scheduler:DeleteSchedule"),
        .. On($"arn:aws:states:{Here}stateMachine:KillSwitch-lease", "states:UpdateStateMachine", "states:DeleteStateMachine"),
        .. On($"arn:aws:sqs:{Here}KillSwitch-DeadLetters1", "sqs:PurgeQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes",
            "sqs:ReceiveMessage"),
        .. On($"arn:aws:sns:{Here}KillSwitch-NotificationsTopic1", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:RemovePermission",
            "sns:Publish"),
        ("sns:Unsubscribe", "*"),
        .. On($"arn:aws:ssm:{Here}parameter/killswitch/KillSwitch/guard", "ssm:PutParameter", "ssm:DeleteParameter"),
        .. On($"arn:aws:cloudwatch:{Here}alarm:KillSwitch-Trouble", "cloudwatch:DeleteAlarms", "cloudwatch:DisableAlarmActions",
            "cloudwatch:PutMetricAlarm", "cloudwatch:SetAlarmState"),
        .. from @group in (string[])["/killswitch/KillSwitch/meter", "KillSwitch-InvocationLogsGroup1", "/theirs"]
           from action in (string[])["logs:DeleteLogGroup", "logs:PutSubscriptionFilter", "logs:DeleteSubscriptionFilter",
               "logs:PutRetentionPolicy", "logs:PutDataProtectionPolicy", "logs:DeleteLogStream"]
           let stream = action == "logs:DeleteLogStream" ? ":log-stream:aws/bedrock/modelinvocations" : ""
           select (action, $"arn:aws:logs:{Here}log-group:{@group}{stream}"),
        ("logs:PutLogEvents", $"arn:aws:logs:{Here}log-group:/theirs:log-stream:aws/bedrock/modelinvocations"),
        .. On("arn:aws:iam::111122223333:role/KillSwitch-WatchFunctionWatchRole1", "sts:AssumeRole", "iam:PassRole", "iam:PutRolePolicy",
            "iam:DeleteRole", "iam:UpdateAssumeRolePolicy", "iam:DetachRolePolicy"),
    ];

    /// <summary>What stays as it was: looking at the guard, and what is not its own.</summary>
    public static readonly (string Action, string Resource)[] Harmless =
    [
        ("dynamodb:GetItem", $"arn:aws:dynamodb:{Here}table/KillSwitch-LedgerTable1"),
        ("dynamodb:Query", $"arn:aws:dynamodb:{Here}table/KillSwitch-LedgerTable1"),
        ("ssm:GetParameter", $"arn:aws:ssm:{Here}parameter/killswitch/KillSwitch/guard"),
            ("lambda:GetFunctionConfiguration", $"arn:aws:lambda:{Here}function:KillSwitch-WatchFunction1"),
        ("logs:FilterLogEvents", $"arn:aws:logs:{Here}log-group:/killswitch/KillSwitch/meter"),
            ("cloudformation:DescribeStacks", $"arn:aws:cloudformation:{Here}stack/KillSwitch/1111"),
        ("dynamodb:PutItem", $"arn:aws:dynamodb:{Here}table/orders"), ("lambda:InvokeFunction", $"arn:aws:lambda:{Here}function:orders"),
            ("cloudformation:DeleteStack", $"arn:aws:cloudformation:{Here}stack/OthersKillSwitch/1111"),
        ("sts:AssumeRole", "arn:aws:iam::111122223333:role/other"), ("ssm:PutParameter", $"arn:aws:ssm:{Here}parameter/orders"),
    ];

    private readonly List<(string Who, string Stop, string What, string Action)> _asked = [];
    private IReadOnlyList<Outcome> _outcomes = [];

    public Decision Of(string who, string stop, string what, string action) =>
        _outcomes[_asked.IndexOf((who, stop, what, action))].Decision;

    public IReadOnlyList<(string Action, Decision Decision)> All(string who, string stop, string what) =>
        [.. _asked.Zip(_outcomes).Where(pair => (pair.First.Who, pair.First.Stop, pair.First.What) == (who, stop, what))
            .Select(pair => ($"{pair.First.Action} on {pair.Second.Resource}", pair.Second.Decision))];

    public async ValueTask InitializeAsync()
    {
        var documents = Identities.ToDictionary(one => one.Name, one => one.Document);
        (documents["principal"], documents["session"], documents["model"], documents["guard"], documents["account"]) =
            (SpendingDeny.Document(Guard), SessionDeny.Document(Guard), ModelDeny.Document(), GuardDeny.Document(Guard, Operators),
                SpendingDeny.Document(Guard, Operators));
        documents["lease"] = PreparedDeny.Lease.Document(Guard, Operators);
        var callers = Identities.Select(one => Caller.Parse(one.Principal)).Distinct().ToList();
        documents[Listed] = PrincipalControlPolicy.Document(callers.Select(caller => new StoppedCaller(caller.Principal.Name)), Guard);
        documents[ListedSession] = PrincipalControlPolicy.Document(
            callers.Where(caller => caller.Session is not null)
                .Select(caller => new StoppedCaller(caller.Principal.Name, caller.Session)), Guard);
        documents[Everyone] = AccountControlPolicy.Document(
            ["role/BreakGlass"], Guard, [.. Operators, Caller.Parse(Deployer).Principal.Name]);
        var questions = new List<Question>();
        foreach (var stop in Stops)
        {
            foreach (var (name, principal, _) in Identities.Where(one => Concerns(one.Name, stop)))
                Ask(name, principal, name);
            Ask("an operator", Operator, "AdministratorAccess");
            Ask("CloudFormation", Deployment, "AdministratorAccess");
            Ask("CloudFormation of a sensor", SensorDeployment, "AdministratorAccess");
            Ask("CloudFormation where no sensor is", SensorDeployment.Replace("us-west-2", "us-west-1", StringComparison.Ordinal),
                "AdministratorAccess");
            // No deny of the account's is ever put onto these.
            if (OfOrganization.Contains(stop))
            {
                Ask("the guard", Guards, "AdministratorAccess");
                Ask("the CDK", Deployer, "AdministratorAccess");
            }

            void Ask(string who, string principal, string holds)
            {
                var isOfOrganization = OfOrganization.Contains(stop);
                string[] held =
                [
                    holds, .. stop switch
                    {
                        _ when isOfOrganization || stop == "none" => [],
                        "model" => (string[])["model", "guard"],
                        _ => [stop],
                    },
                ];
                foreach (var (what, actions) in ((string, (string, string)[])[])[("undoing", Undoing), ("harmless", Harmless),
                    ("spending", [("bedrock:InvokeModel", $"arn:aws:bedrock:us-east-1::foundation-model/{Model}")])])
                {
                    foreach (var (action, resource) in actions)
                    {
                        _asked.Add((who, stop, what, action));
                        questions.Add(new Question(held, action, resource, Context(principal, what == "spending" ? Tags(stop) : []))
                        {
                            Principal = principal,
                            ServiceControlPolicies = isOfOrganization ? [stop] : null,
                        });
                    }
                }
            }
        }

        _outcomes = await Evaluator.Ask(documents, questions);
        _outcomes.Count.ShouldBe(questions.Count);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // As the guard writes them onto who is stopped; a session is told by its id.
    private static Dictionary<string, string[]> Tags(string stop) => stop switch
    {
        "session" => new() { ["aws:PrincipalTag/killswitch-stopped-1"] = ["session-1"], ["aws:userid"] = ["AROAEXAMPLE:session-1"] },
        "model" => ModelMarks.Of(new StopTarget.Model("111122223333", Model))!.Where(mark => mark.Slots == StopTags.Default.Models).Index()
            .ToDictionary(mark => $"aws:PrincipalTag/killswitch-stopped-model-{mark.Index + 1}", mark => (string[])[mark.Item.Value]),
        _ => [],
    };

    // Of a session IAM knows the role.
    private static Dictionary<string, string[]> Context(string principal, Dictionary<string, string[]> tags)
    {
        var caller = Caller.Parse(principal);
        var context = new Dictionary<string, string[]>
        {
            ["aws:PrincipalArn"] = [caller.Session is null ? principal : caller.Principal.Arn],
            ["aws:userid"] = [caller.Session is { } session ? $"AROAEXAMPLE:{session}" : "AIDAEXAMPLE"],
        };
        foreach (var (key, value) in tags)
            context[key] = value;
        return context;
    }

    private static IEnumerable<(string, string)> On(string resource, params string[] actions) =>
        actions.Select(action => (action, resource));
}

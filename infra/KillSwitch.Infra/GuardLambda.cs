using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.SQS;
using Constructs;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Infra;

/// <summary>A function of the guard: the one binary, a role of its own, a log with an end, a queue for what it could not do.</summary>
internal sealed class GuardLambda : Construct
{
    public GuardLambda(Construct scope, string id, GuardOptions options, Deployment deployment, GuardFunctionProps props)
        : base(scope, id)
    {
        LogGroup = new LogGroup(this, "Log", new LogGroupProps
        {
            LogGroupName = $"/killswitch/{Stack.Of(this).StackName}/{props.Handler}",
            Retention = RetentionDays.ONE_MONTH,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        Role = new Role(this, "Role", new RoleProps
        {
            AssumedBy = new ServicePrincipal("lambda.amazonaws.com"),
            Description = props.Description,
            RoleName = props.Names?.Role,
        });
        Role.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "Log",
            Actions = ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resources = [LogGroup.LogGroupArn],
        }));
        foreach (var statement in props.Permissions)
            Role.AddToPolicy(statement);

        // A dead-letter queue keeps the event itself, as it came: it can be sent to the function again as it is.
        DeadLetters = new Queue(this, "DeadLetters", new QueueProps
        {
            RetentionPeriod = Duration.Days(14),
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
        });
        Function = new Function(this, "Function", new FunctionProps
        {
            FunctionName = props.Names?.Function,
            Description = props.Description,
            Runtime = Runtime.PROVIDED_AL2023,
            Architecture = options.Architecture == "arm64" ? Architecture.ARM_64 : Architecture.X86_64,
            Handler = props.Handler,
            Code = Code.FromAsset(LambdaPackage.Folder(options.Architecture)),
            MemorySize = props.MemorySize,
            Timeout = props.Timeout,
            ReservedConcurrentExecutions = props.Concurrency,
            Role = Role.WithoutPolicyUpdates(),
            LogGroup = LogGroup,
            DeadLetterQueue = DeadLetters,
            RetryAttempts = props.Retries,
            MaxEventAge = Duration.Hours(6),
            Environment = new Dictionary<string, string>(deployment.ToVariables()),
        });
        Role.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "DeadLetters",
            Actions = ["sqs:SendMessage"],
            Resources = [DeadLetters.QueueArn],
        }));
    }

    public Function Function { get; }

    public Role Role { get; }

    public LogGroup LogGroup { get; }

    public Queue DeadLetters { get; }

    /// <summary>How long the event that waits longest for it has waited, in milliseconds.</summary>
    public Metric OldestEvent => new(new MetricProps
    {
        Namespace = "AWS/Lambda",
        MetricName = "AsyncEventAge",
        DimensionsMap = new Dictionary<string, string> { ["FunctionName"] = Function.FunctionName },
        Statistic = "Maximum",
        Period = Duration.Minutes(1),
    });
}

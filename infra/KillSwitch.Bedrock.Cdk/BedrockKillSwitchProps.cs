namespace KillSwitch.Bedrock.Cdk;

/// <summary>
/// What may be chosen of a guard: the options of a deployment by the CDK, under their names. What is left null is as if it was not given.
/// </summary>
public sealed class BedrockKillSwitchProps
{
    /// <summary>The name of the guard and of its stack; <c>KillSwitch</c> unless given.</summary>
    public string? StackName { get; init; }

    /// <summary>Where people are told: an e-mail address; nobody unless given.</summary>
    public string? Email { get; init; }

    /// <summary>An existing log group that Bedrock writes to; one of the guard's own unless given.</summary>
    public string? LogGroup { get; init; }

    /// <summary>How many days the guard's own group keeps, of those that CloudWatch Logs allows; 30 unless given.</summary>
    public int? LogRetentionDays { get; init; }

    /// <summary>How far the guard may go to turn logging on: <c>auto</c>, <c>add</c> or <c>none</c>; auto unless given.</summary>
    public string? InvocationLogging { get; init; }

    /// <summary>Whether prompts and answers are logged, too, where the guard turns logging on; false unless given.</summary>
    public bool? TextDelivery { get; init; }

    /// <summary>Of the functions: <c>x86_64</c> or <c>arm64</c>; x86_64 unless given.</summary>
    public string? Architecture { get; init; }

    /// <summary>Reserved concurrency of the meter, above zero; none unless given.</summary>
    public int? MeterConcurrency { get; init; }

    /// <summary>Further regions where a sensor takes in what Bedrock logs, such as <c>us-west-2</c>.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Further regions whose metrics alone are watched.</summary>
    public IReadOnlyList<string>? MetricsOnly { get; init; }

    /// <summary>What is done about calls where nobody hears: <c>tell</c>, <c>deny</c> or <c>ignore</c>; tell unless given.</summary>
    public string? OtherRegions { get; init; }

    /// <summary>What is done about jobs under a stop: <c>stop</c> or <c>report</c>; stop unless given.</summary>
    public string? RunningJobs { get; init; }

    /// <summary>The monthly limit of a budget for Bedrock, in dollars above zero; no budget unless given.</summary>
    public decimal? Budget { get; init; }

    /// <summary>The name of that budget; one of the guard's choice unless given.</summary>
    public string? BudgetName { get; init; }

    /// <summary>Whether the guard may use service control policies of the organization; false unless given.</summary>
    public bool? Organization { get; init; }

    /// <summary>Whom the organization's policy on everyone leaves out: <c>role/NAME</c>, <c>user/NAME</c> or <c>root</c>.</summary>
    public IReadOnlyList<string>? ScpExempt { get; init; }

    /// <summary>The id of a service control policy on everyone that somebody else made.</summary>
    public string? AccountScp { get; init; }

    /// <summary>The id of a service control policy that lists who is stopped, and that somebody else made.</summary>
    public string? PrincipalScp { get; init; }

    /// <summary>Who may spend only while the guard is alive: up to twenty of <c>role/NAME</c> and <c>user/NAME</c>.</summary>
    public IReadOnlyList<string>? Lease { get; init; }

    /// <summary>How long a lease holds without a renewal, in minutes from 5 to 60; 10 unless given.</summary>
    public int? LeaseMinutes { get; init; }

    /// <summary>
    /// Who may write the guard's table, and works on the guard while everyone is stopped: <c>role/NAME</c> and <c>user/NAME</c>.
    /// </summary>
    public IReadOnlyList<string>? Operators { get; init; }

    /// <summary>Whether there is a dashboard; false unless given.</summary>
    public bool? Dashboard { get; init; }

    /// <summary>Whether AWS's bill is held against what was metered, each day; true unless given.</summary>
    public bool? Bill { get; init; }

    /// <summary>The ARNs of roles and users that may ask which tags are stopped; no gateway unless given.</summary>
    public IReadOnlyList<string>? Gateways { get; init; }

    /// <summary>Whether CloudTrail tells who calls the mantle endpoint, for a charge by the call; false unless given.</summary>
    public bool? MantleCallers { get; init; }

    /// <summary>Whether messages in a chat channel have buttons; false unless given.</summary>
    public bool? Chat { get; init; }

    /// <summary>Where the watch may read what batch jobs cost: <c>BUCKET/PREFIX</c>, or <c>none</c> alone.</summary>
    public IReadOnlyList<string>? BatchOutputs { get; init; }

    /// <summary>The ARNs of the owners' topics that may be published on.</summary>
    public IReadOnlyList<string>? OwnerTopics { get; init; }

    /// <summary>Whether CloudFormation refuses to delete the stack; true unless given.</summary>
    public bool? TerminationProtection { get; init; }

    /// <summary>Whether what was counted outlives the stack; true unless given.</summary>
    public bool? RetainData { get; init; }
}

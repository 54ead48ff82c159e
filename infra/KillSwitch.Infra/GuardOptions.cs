using System.Globalization;
using Constructs;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Policies;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Settings;
using KillSwitch.Infra.Leases;

namespace KillSwitch.Infra;

/// <summary>What a person may choose at a deployment, by <c>-c NAME=VALUE</c> or under <c>context</c> in cdk.json.</summary>
internal sealed record GuardOptions
{
    private const string IgnoreOtherRegions = "ignore";

    // CloudWatch Logs keeps for these many days, and no others.
    internal static readonly int[] Retentions =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    /// <summary>What <see cref="Architecture"/> may be; here and below the first stands where nobody says.</summary>
    public static IReadOnlyList<string> Architectures { get; } = ["x86_64", "arm64"];

    /// <summary>What <see cref="InvocationLogging"/> may be.</summary>
    public static IReadOnlyList<string> LoggingChoices { get; } = ["auto", "add", "none"];

    /// <summary>What the option that <see cref="OtherRegions"/> comes from may be.</summary>
    public static IReadOnlyList<string> OtherRegionChoices { get; } =
        [GuardSetting.TellOtherRegions, GuardSetting.DenyOtherRegions, IgnoreOtherRegions];

    /// <summary>What <see cref="RunningJobs"/> may be.</summary>
    public static IReadOnlyList<string> JobChoices { get; } = [GuardSetting.StopJobs, GuardSetting.ReportJobs];

    public required string StackName { get; init; }

    /// <summary>Where people are told; null for nobody yet.</summary>
    public string? Email { get; init; }

    /// <summary>An existing log group that Bedrock writes to; null for one of the guard's own.</summary>
    public string? LogGroup { get; init; }

    public int LogRetentionDays { get; init; }

    /// <summary>How far the guard may go to turn invocation logging on.</summary>
    public required string InvocationLogging { get; init; }

    /// <summary>Whether prompts and answers are logged, too.</summary>
    public bool TextDelivery { get; init; }

    public required string Architecture { get; init; }

    /// <summary>Reserved concurrency of the meter; null for none.</summary>
    public int? MeterConcurrency { get; init; }

    /// <summary>How many executions Lambda lets the account run at once; null where that was not asked.</summary>
    public int? ConcurrencyLimit { get; init; }

    /// <summary>Further regions whose invocation logs a sensor takes in.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Further regions whose metrics alone are watched.</summary>
    public required IReadOnlyList<string> MetricsOnly { get; init; }

    /// <summary>What is done about calls in regions that no sensor hears; null for nothing.</summary>
    public required string? OtherRegions { get; init; }

    /// <summary>What is done about jobs under a stop.</summary>
    public required string RunningJobs { get; init; }

    /// <summary>The monthly limit of a budget for Bedrock, in dollars; null for no budget.</summary>
    public decimal? Budget { get; init; }

    /// <summary>The name of that budget; null for one of the guard's choice.</summary>
    public string? BudgetName { get; init; }

    /// <summary>Whether the guard may use service control policies of the organization.</summary>
    public bool Organization { get; init; }

    /// <summary>Whom the policy on everyone leaves out.</summary>
    public required IReadOnlyList<string> ScpExempt { get; init; }

    /// <summary>The id of a policy on everyone that is there already; null to make one.</summary>
    public string? AccountScp { get; init; }

    /// <summary>The id of a policy that may list who is stopped and is there already; null to make one.</summary>
    public string? PrincipalScp { get; init; }

    /// <summary>Who may spend only while the guard is alive; null for nobody.</summary>
    public LeaseOptions? Lease { get; init; }

    /// <summary>Who may write the guard's table and works on the guard under a stop of everyone; null where that is not known.</summary>
    public OperatorOptions? Operators { get; init; }

    /// <summary>Whether there is a dashboard.</summary>
    public bool Dashboard { get; init; }

    /// <summary>Whether AWS's bill is held against what was metered, each day.</summary>
    public bool Bill { get; init; }

    /// <summary>The ARNs of those who may ask which tags are stopped; empty for no gateway.</summary>
    public required IReadOnlyList<string> Gateways { get; init; }

    /// <summary>Whether CloudTrail tells who calls the mantle endpoint, for a charge by the call.</summary>
    public bool MantleCallers { get; init; }

    /// <summary>Whether messages in a chat channel have buttons.</summary>
    public bool Chat { get; init; }

    /// <summary>Where the watch may read what batch jobs cost.</summary>
    public required BatchOutputs BatchOutputs { get; init; }

    /// <summary>The ARNs of the owners' topics that may be published on.</summary>
    public IReadOnlyList<string> OwnerTopics { get; init; } = [];

    /// <summary>Whether CloudFormation refuses to delete the stack.</summary>
    public bool TerminationProtection { get; init; }

    /// <summary>Whether the table outlives the stack.</summary>
    public bool RetainData { get; init; }

    /// <summary>Of what it is made: only the program that runs knows.</summary>
    public DeployedFrom DeployedFrom { get; init; }

    /// <summary>Whether the CDK deploys it, by roles of its own; else whoever deploys does.</summary>
    public bool IsBootstrapped => DeployedFrom != DeployedFrom.Release;

    /// <param name="app">Holds what was chosen.</param>
    /// <param name="deployer">The ARN of who deploys; null where that is not known.</param>
    /// <exception cref="ArgumentException">A value is not one of the allowed; the sentence says which.</exception>
    public static GuardOptions Of(Construct app, string? deployer = null) =>
        Of(app, Text(app, "stackName") is { } name ? Core.Deployments.StackName.Checked(name) : "KillSwitch", deployer);

    private static GuardOptions Of(Construct app, string stackName, string? deployer) => new()
    {
        StackName = stackName,
        Email = Text(app, "email") is { } email ? Address(email) : null,
        LogGroup = Text(app, "logGroup"),
        LogRetentionDays = Number(app, "logRetentionDays", 30, Retentions),
        InvocationLogging = Word(app, "invocationLogging", LoggingChoices),
        TextDelivery = Flag(app, "textDelivery", unless: false),
        Architecture = Word(app, "architecture", Architectures),
        MeterConcurrency = Text(app, "meterConcurrency") is null ? null : Number(app, "meterConcurrency", 1, null),
        Regions = RegionsOf(app, "regions"),
        MetricsOnly = RegionsOf(app, "metricsOnly"),
        OtherRegions = Word(app, "otherRegions", OtherRegionChoices) is var choice and not IgnoreOtherRegions ? choice : null,
        RunningJobs = Word(app, "runningJobs", JobChoices),
        Budget = Text(app, "budget") is { } budget ? Dollars(budget) : null,
        BudgetName = Text(app, "budgetName") is { } budgetName ? BudgetNamed(budgetName) : null,
        Organization = Flag(app, "organization", unless: false),
        ScpExempt = Exempt(app),
        AccountScp = Scp(app, "accountScp"),
        PrincipalScp = Scp(app, "principalScp"),
        Lease = LeaseOptions.Of(Text(app, "lease"), Text(app, "leaseMinutes")),
        Operators = OperatorOptions.Of(Text(app, "operators"), deployer),
        Dashboard = Flag(app, "dashboard", unless: false),
        Bill = Flag(app, "bill", unless: true),
        Gateways = GatewaysOf(app),
        Chat = Flag(app, "chat", unless: false),
        OwnerTopics = Topics(Text(app, "ownerTopics") ?? ""),
        MantleCallers = Flag(app, "mantleCallers", unless: false),
        BatchOutputs = Outputs(Text(app, "batchOutputs")),
        TerminationProtection = Flag(app, "terminationProtection", unless: true),
        RetainData = Flag(app, "retainData", unless: true),
    };

    private static string? Text(Construct app, string name) =>
        Convert.ToString(app.Node.TryGetContext(name), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    // With commas between them.
    private static string[] Listed(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string[] RegionsOf(Construct app, string option)
    {
        string[] names = [.. Listed(Text(app, option)).Distinct()];
        return names.FirstOrDefault(name => !AwsRegion.IsName(name)) is { } wrong
            ? throw new ArgumentException(
                $"`{wrong}` is no region; allowed for `{option}` are names such as us-west-2, with commas between them")
            : names;
    }

    private static string[] Exempt(Construct app)
    {
        var exempt = Listed(OfOrganization(app, "scpExempt"));
        return exempt.All(one => ExemptionCoverage.Resources(one) is not null)
            ? exempt
            : throw new ArgumentException(
                $"`{exempt.First(one => ExemptionCoverage.Resources(one) is null)}` is not allowed for `scpExempt`; allowed are "
                + "role/NAME, user/NAME and root, with `*`, and commas between them");
    }

    private static string[] GatewaysOf(Construct app)
    {
        string[] arns = [.. Listed(Text(app, "gateways")).Distinct()];
        return arns.FirstOrDefault(arn => !(arn.Split(':', 6) is ["arn", _, "iam", "", { Length: 12 }, var resource]
            && (resource.StartsWith("role/", StringComparison.Ordinal) || resource.StartsWith("user/", StringComparison.Ordinal))
            && !new Core.Policies.Glob(resource).HasWildcard)) is { } wrong
            ? throw new ArgumentException($"`{wrong}` is not allowed for `gateways`; allowed are ARNs of roles and users, with commas "
                + "between them")
            : arns;
    }

    private static string? Scp(Construct app, string name) => OfOrganization(app, name) is not { } id ? null
        : id.StartsWith("p-", StringComparison.Ordinal) && id.Length is >= 10 and <= 130
            && id[2..].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
        ? id
        : throw new ArgumentException(
            $"`{id}` is not allowed for `{name}`; allowed is the id of a service control policy, such as p-examplepolicy1");

    private static string? OfOrganization(Construct app, string name) =>
        Text(app, name) is { } text && !Flag(app, "organization", unless: false)
        ? throw new ArgumentException($"`{text}` is not allowed for `{name}` without `organization=true`")
        : Text(app, name);

    private static string[] Topics(string text)
    {
        string[] topics = [.. Listed(text).Distinct()];
        return topics.FirstOrDefault(topic => TopicArn.Parse(topic) is null) is { } wrong
            ? throw new ArgumentException(
                $"`{wrong}` is not allowed for `ownerTopics`: it {TopicArn.Problem(wrong)}, with commas between them")
            : topics;
    }

    private static BatchOutputs Outputs(string? text)
    {
        try
        {
            return BatchOutputs.Parse(text);
        }
        catch (FormatException error)
        {
            throw new ArgumentException(error.Message, error);
        }
    }

    private static string Address(string email) => email.Contains('@', StringComparison.Ordinal)
        ? email
        : throw new ArgumentException($"`{email}` is no e-mail address");

    private static decimal Dollars(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars)
            && dollars is > 0 and <= 1_000_000_000
            ? dollars
            : throw new ArgumentException(
                $"`{text}` is not allowed for `budget`; allowed: dollars a month, above zero, such as 500 or 500.50");

    private static string BudgetNamed(string name) =>
        name.Length <= 100 && !name.AsSpan().ContainsAny(":\\\n\r") && !name.Contains("/action/", StringComparison.Ordinal)
        ? name
        : throw new ArgumentException($"`{name}` is no budget's name; allowed are up to 100 characters without `:`, `\\` and `/action/`");

    private static string Word(Construct app, string name, IReadOnlyList<string> allowed)
    {
        var word = Text(app, name) ?? allowed[0];
        return allowed.Contains(word)
            ? word
            : throw new ArgumentException($"`{word}` is not allowed for `{name}`; allowed: {string.Join(", ", allowed)}");
    }

    private static bool Flag(Construct app, string name, bool unless) => Text(app, name)?.ToLowerInvariant() switch
    {
        null => unless,
        "true" => true,
        "false" => false,
        var word => throw new ArgumentException($"`{word}` is not allowed for `{name}`; allowed: true, false"),
    };

    private static int Number(Construct app, string name, int unless, int[]? allowed)
    {
        var text = Text(app, name);
        if (text is null)
            return unless;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            && (allowed is null || allowed.Contains(number)))
        {
            return number;
        }

        throw new ArgumentException(
            $"`{text}` is not allowed for `{name}`; allowed: "
            + $"{(allowed is null ? "a whole number above zero" : string.Join(", ", allowed))}");
    }
}

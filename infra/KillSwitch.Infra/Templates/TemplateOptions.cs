using System.Globalization;

namespace KillSwitch.Infra.Templates;

/// <summary>The options of a deployment that the static templates have as parameters.</summary>
internal static class TemplateOptions
{
    private const string RoleOrUser = @"(role|user)/[\w+=.@-]{1,64}";
    private const string Exempted = @"(role|user)/[\w+=.@*/-]{1,128}";
    private const string Bucket = @"(?!none(,|$))[a-z0-9.-]{3,63}(/[\w./=+-]+)?";
    private const string RegionName = @"[a-z]{2,}(-[a-z]+)+-\d+";
    private const string BetweenCommas = "with commas between them";

    private static readonly string[] Flags = ["false", "true"];
    private static readonly string[] FlagsUnlessSaid = ["true", "false"];

    private static readonly string[] AlsoOfSensors =
    [
        "email", "architecture", "invocationLogging", "textDelivery", "logRetentionDays", "meterConcurrency", "regions", "otherRegions",
        "operators", "dashboard", "gateways", "mantleCallers", "chat", "ownerTopics",
    ];

    /// <summary>Of the guard.</summary>
    public static IReadOnlyList<TemplateOption> OfGuard { get; } =
    [
        Text("email", "Where people are told", "[^@,]+@[^@,]+", "an e-mail address", "zzmail@zzplace.example"),
        Words("architecture", "Of the functions", GuardOptions.Architectures),
        Words("invocationLogging", "How far the guard may go to turn invocation logging on", GuardOptions.LoggingChoices),
        Words("textDelivery", "Whether prompts and answers are logged where the guard turns logging on", Flags),
        Text(
            "logGroup", "A log group that invocation logs go to already", "[-._/#A-Za-z0-9]{1,64}",
            "a log group's name of up to 64 characters", "/zzlogs/zzgroup"),
        Number("logRetentionDays", "Of the guard's own group of invocation logs", "2192") with
        {
            IsAlways = true,
            Default = "30",
            Pattern = $"^({string.Join('|', GuardOptions.Retentions)})$",
            Constraint = $"allowed: {string.Join(", ", GuardOptions.Retentions)}",
        },
        Number("meterConcurrency", "Reserved concurrency of the meter", "8917") with
        {
            Pattern = @"^([1-9]\d{0,4})?$",
            Constraint = "allowed: a whole number above zero",
        },
        Number("budget", "The monthly limit of a budget for Bedrock, in dollars", "987654.25") with
        {
            Pattern = @"^(?!0+(\.0+)?$)(\d{1,9}(\.\d{1,10})?)?$",
            Constraint = "allowed: dollars a month, above zero, such as 500 or 500.50",
        },
        Text(
            "budgetName", "Of that budget", @"(?!.*/action/)[^:\\\n\r]{1,100}",
            @"up to 100 characters without `:`, `\` and `/action/`", "zzbudget"),
        List(
            "regions", "Further regions where a sensor takes in what Bedrock logs", 16, RegionName, "names such as us-west-2",
            Region("zz-slot")),
        List(
            "metricsOnly", "Further regions whose metrics alone are watched", 16, RegionName, "names such as us-west-2",
            Region("zz-told")),
        Words("otherRegions", "What is done about calls in regions that nobody hears", GuardOptions.OtherRegionChoices),
        Words("organization", "Whether the guard may use service control policies", Flags),
        Principals("scpExempt", "Whom the organization's policy on everyone leaves out", 6, Exempted,
            "role/NAME and user/NAME, with `*`, and root before all others", "root|") with
        {
            Kinds = [Feature.Given, "root"],
            Needs = ("organization", "true"),
        },
        Scp("accountScp", "The service control policy on everyone, where somebody else made it", "p-zzeveryone"),
        Scp("principalScp", "The service control policy that lists who is stopped, where somebody else made it", "p-zzlisted00"),
        Words("runningJobs", "What is done about jobs under a stop", GuardOptions.JobChoices),
        Principals(
            "lease", "Who may spend only while the guard is alive", 4, RoleOrUser,
            "exact names such as role/agent and user/ci, without paths") with
        {
            Kinds = ["role", "user"],
            TriesEachPlace = true,
        },
        Number("leaseMinutes", "How long a lease holds without a renewal", "59") with
        {
            IsAlways = true,
            Default = "10",
            Pattern = @"^([5-9]|[1-5]\d|60)$",
            Constraint = "allowed: whole minutes from 5 to 60",
        },
        Principals("operators", "Who may write the guard's table, and works on the guard while everyone is stopped", 12, RoleOrUser,
            "exact names such as role/oncall and user/anna, without paths"),
        Words("dashboard", "Whether there is a dashboard", Flags),
        Words("bill", "Whether AWS's bill is held against what was metered", FlagsUnlessSaid),
        List(
            "gateways", "The ARNs of roles and users that may ask which tags are stopped", 4,
            @"arn:[a-z-]+:iam::\d{12}:(role|user)/[\w+=.@/-]+", "ARNs of roles and users",
            (place, _) => $"arn:aws:iam::111122223333:role/zzgateway{place}n") with { TriesEachPlace = true },
        Words("mantleCallers", "Whether CloudTrail tells who calls the mantle endpoint", Flags),
        Words("chat", "Whether messages in a chat channel have buttons", Flags),
        List(
            "batchOutputs", "Where the watch may read what batch jobs cost, or none", 6, Bucket,
            "BUCKET or BUCKET/PREFIX, or none",
            (place, kind) => kind == "none" ? "none" : $"zzbatch{place}n") with
        {
            Kinds = [Feature.Given, "none"],
            // `none` stands alone.
            Pattern = $"^(none|{Bucket}(,{Bucket}){{0,5}})?$",
        },
        List(
            "ownerTopics", "The ARNs of topics that the functions may publish on", 8,
            @"arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}", "ARNs of SNS topics",
            (place, _) => $"arn:aws:sns:us-east-1:111122223333:zztopic{place}n"),
    ];

    private static TemplateOption AccountScp { get; } =
        Home("homeAccountScp", "The id of its service control policy on everyone", SensorSample.AccountScp);

    /// <summary>Of a sensor: what home is asked for as well, and what home's deployment made.</summary>
    public static IReadOnlyList<TemplateOption> OfSensor { get; } =
    [
        .. OfGuard.Where(option => AlsoOfSensors.Contains(option.Name)),
        Home("homeRegion", "The region of the guard that it is a sensor of", SensorSample.HomeRegion) with { IsAlways = true },
        Home("homeTable", "The name of that guard's table", SensorSample.Table) with { IsAlways = true },
        Home("homeTopic", "The ARN of that guard's topic", SensorSample.Topic) with { IsAlways = true },
        Home("homeChatTopic", "The ARN of that guard's topic for chat channels", SensorSample.ChatTopic) with { IsAlways = true },
        AccountScp,
        Home("homePrincipalScp", "The id of its service control policy that lists who is stopped", SensorSample.PrincipalScp) with
        {
            Follows = AccountScp,
        },
        Home("homeScpLogGroup", "The log group that this policy protects", SensorSample.ScpLogGroup) with
        {
            Needs = (AccountScp.Name, Feature.Given),
        },
    ];

    private static TemplateOption Home(string name, string description, string sample) => new(name, description)
    {
        IsHomes = true,
        Sample = (_, _) => sample,
        Holes = [TemplateHole.Of(sample, () => Intrinsic.Ref(name))],
    };

    private static TemplateOption Words(string name, string description, IReadOnlyList<string> words) =>
        new(name, description) { Words = words };

    private static TemplateOption Text(string name, string description, string pattern, string allowed, string sample)
    {
        return new(name, description)
        {
            Pattern = $"^({pattern})?$",
            Constraint = "allowed: " + allowed,
            Sample = (_, _) => sample,
            Holes = [TemplateHole.Of(sample, () => Intrinsic.Ref(name))],
        };
    }

    private static TemplateOption Scp(string name, string description, string sample) =>
        Text(name, description, "p-[a-z0-9_]{8,128}", "the id of a service control policy, such as p-examplepolicy1", sample) with
        {
            TakesAway = true,
            Needs = ("organization", "true"),
        };

    private static TemplateOption Number(string name, string description, string sample) => new(name, description)
    {
        Sample = (_, _) => sample,
        Holes = [TemplateHole.OfNumber(sample, () => Intrinsic.Ref(name))],
    };

    private static Func<int, string, string> Region(string before) =>
        (place, _) => string.Create(CultureInfo.InvariantCulture, $"{before}{(char)('a' + place - 1)}-1");

    // An alternative that is first alone goes before the pattern.
    private static TemplateOption List(
        string name, string description, int places, string pattern, string allowed, Func<int, string, string> sample, string first = "")
    {
        var option = new TemplateOption(name, description)
        {
            Places = places,
            Pattern = string.Create(CultureInfo.InvariantCulture, $"^(({first}{pattern})(,{pattern}){{0,{places - 1}}})?$"),
            Constraint = string.Create(CultureInfo.InvariantCulture, $"allowed are {allowed}, {BetweenCommas}, up to {places}"),
            Sample = sample,
        };
        return option with
        {
            Holes =
            [
                .. Enumerable.Range(1, places)
                    .Select(place => TemplateHole.Of(sample(place, Feature.Given), () => option.Element(place))),
            ],
        };
    }

    private static TemplateOption Principals(
        string name, string description, int places, string pattern, string allowed, string first = "")
    {
        var option = List(name, description, places, pattern, allowed, Sample, first);
        return option with
        {
            Holes = [.. Enumerable.Range(1, places).Select(place => TemplateHole.OfPrincipal(Bare(place), () => option.Element(place)))],
        };

        string Bare(int place) => string.Create(CultureInfo.InvariantCulture, $"zz{name}{place}n");

        string Sample(int place, string kind) => kind == "root" ? "root" : (kind == Feature.Given ? "role" : kind) + "/" + Bare(place);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Leases;
using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Deployments;

/// <summary>
/// Where the guard of a stack lives, as its deployment tells it: the functions by their environment, the command line by a parameter. Both
/// are written and read by one list of members.
/// </summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Region">The region of its table and topic.</param>
/// <param name="Table">The name of the table.</param>
/// <param name="Topic">The ARN of the topic.</param>
public sealed record Deployment(string Stack, string Region, string Table, string Topic)
{
    private const string Operator = "operators";
    private const string Sensor = "sensors";
    private const string Gateway = "gateways";
    private const string OwnerTopic = "ownerTopics";
    private const string Mantle = "mantleCallers";
    private const string Buttons = "chat";
    private const string Yes = "true";
    private const string From = "deployedFrom";
    private const string LeasePolicy = "leasePolicy";
    private const string Leased = "lease";
    private const string LeaseLength = "leaseMinutes";

    // In the order of the parameter. The stack is in the parameter's name, and what has no variable no function reads.
    private static readonly Member[] Members =
    [
        new(LeasePolicy, GuardSetting.LeaseDenyPolicy, place => place.Lease?.PolicyArn),
        new(Leased, GuardSetting.Lease, place => place.Lease is { } lease ? Names(lease.Principals) : null),
        new(LeaseLength, GuardSetting.LeaseMinutes, place => place.Lease is { } lease
            ? ((int)lease.Length.TotalMinutes).ToString(CultureInfo.InvariantCulture)
            : null),
        new(Operator, GuardSetting.Operators, place => place.Operators.Count == 0 ? null : Names(place.Operators)),
        new("account", null, place => place.Account),
        new("region", GuardSetting.HomeRegion, place => place.Region),
        new("table", GuardSetting.Table, place => place.Table),
        new("topic", GuardSetting.Topic, place => place.Topic),
        new("chatTopic", GuardSetting.ChatTopic, place => place.ChatTopic),
        .. PreparedDeny.All.Select(deny => new Member(deny.Member, deny.Variable, place => place.Denies.GetValueOrDefault(deny))),
        new("logGroup", GuardSetting.LogGroup, place => place.LogGroup),
        new("accountScp", GuardSetting.AccountScp, place => place.AccountScp),
        new("principalScp", GuardSetting.PrincipalScp, place => place.PrincipalScp),
        new("scpLogGroup", GuardSetting.ScpLogGroup, place => place.ScpLogGroup),
        new(Sensor, GuardSetting.Sensors, place => place.Sensors.Count == 0 ? null : Names(place.Sensors)),
        new("otherRegions", GuardSetting.OtherRegions, place => place.OtherRegions),
        new(Gateway, GuardSetting.Gateways, place => place.Gateways.Count == 0 ? null : Names(place.Gateways)),
        new(OwnerTopic, GuardSetting.OwnerTopics, place => place.OwnerTopics.Count == 0 ? null : Names(place.OwnerTopics)),
        new(Mantle, GuardSetting.MantleCallers, place => place.MantleCallers ? Yes : null),
        new(Buttons, GuardSetting.Chat, place => place.Chat ? Yes : null),
        new(From, GuardSetting.DeployedFrom, place => place.DeployedFrom == DeployedFrom.Checkout ? null : Word(place.DeployedFrom)),
    ];

    /// <summary>The ARNs of the prepared policies that the guard attaches.</summary>
    public required ImmutableDictionary<PreparedDeny, string> Denies { get; init; }

    /// <summary>
    /// Who may ask the guard for something, and works on it under a stop of everyone, as <c>role/NAME</c> and <c>user/NAME</c>; empty where
    /// that is not known.
    /// </summary>
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>The log group that the deployment meant for invocation logs; null where it does not say.</summary>
    public string? LogGroup { get; init; }

    /// <summary>The ARN of the topic that chat channels listen to; null where none was deployed.</summary>
    public string? ChatTopic { get; init; }

    /// <summary>The id of the service control policy on everyone in the account; null where none was deployed.</summary>
    public string? AccountScp { get; init; }

    /// <summary>The id of the service control policy that lists who is stopped; null where none was deployed.</summary>
    public string? PrincipalScp { get; init; }

    /// <summary>
    /// The log group of somebody else's that whom this policy lists may not change: all who write the policy write the same. Null for none.
    /// </summary>
    public string? ScpLogGroup { get; init; }

    /// <summary>What of the guard's whom it lists may not change.</summary>
    public GuardResources KeptByScp => new(Stack, ScpLogGroup);

    /// <summary>The regions beside its own whose invocation logs a sensor takes in; empty for none.</summary>
    public IReadOnlyList<string> Sensors { get; init; } = [];

    /// <summary>
    /// What is done about calls where nobody listens: <see cref="GuardSetting.TellOtherRegions"/>,
    /// <see cref="GuardSetting.DenyOtherRegions"/>; null for nothing.
    /// </summary>
    public string? OtherRegions { get; init; }

    /// <summary>The ARNs of those who may ask which tags are stopped; empty where no gateway asks.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>The ARNs of the owners' topics that the guard may publish on; empty for none.</summary>
    public IReadOnlyList<string> OwnerTopics { get; init; } = [];

    /// <summary>Whether CloudTrail tells who calls the mantle endpoint, in the regions whose logs are taken in.</summary>
    public bool MantleCallers { get; init; }

    /// <summary>Whether messages in a chat channel have buttons.</summary>
    public bool Chat { get; init; }

    /// <summary>What it was deployed from.</summary>
    public DeployedFrom DeployedFrom { get; init; }

    /// <summary>How people deploy it again.</summary>
    public Redeployment Redeployment => new(DeployedFrom, Stack, Region);

    /// <summary>The regions whose invocation logs are taken in, its own first.</summary>
    public IReadOnlyList<string> Heard => [Region, .. Sensors.Where(region => region != Region)];

    /// <summary>What is leased; null for nothing.</summary>
    public LeaseTerms? Lease { get; init; }

    /// <summary>The account, from the policy's ARN.</summary>
    public string Account => Arn(PreparedDeny.Spending).Split(':') is [_, _, _, _, var account, ..] ? account : "";

    /// <summary>Everything that may be attached to somebody.</summary>
    public IReadOnlyList<string> PreparedPolicies => [.. PreparedDeny.All.Where(Denies.ContainsKey).Select(Arn)];

    /// <summary>The ARN of the groups that hold them, one each, as a pattern that no other group of the account's fits.</summary>
    public string PreparedGroups => Arn(PreparedDeny.Spending).Replace(":policy/", ":group/", StringComparison.Ordinal)
        .Replace($"-deny-{PreparedDeny.Spending.Name}-", "-deny-*-", StringComparison.Ordinal);

    /// <summary>Which of them gives its place to which.</summary>
    public DenyOrder DenyOrder =>
        new(Of(DenyStrength.Whole), Of(DenyStrength.Part), Of(DenyStrength.Hold), Of(DenyStrength.Beside));

    /// <summary>The ARN of a prepared policy that every deployment has.</summary>
    public string Arn(PreparedDeny deny) => Denies[deny];

    /// <summary>What this version of the guard writes into a prepared policy.</summary>
    public string Document(PreparedDeny deny) =>
        deny.Document(new GuardResources(Stack, LogGroup) { Heard = Heard }, Denies.ContainsKey(PreparedDeny.Guard) ? Operators : null);

    /// <summary>Reads the parameter that the deployment wrote.</summary>
    /// <exception cref="JsonException">It is not that parameter.</exception>
    public static Deployment Parse(string stack, string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("it is no object");
        return Read(
            stack,
            member => Text(root, member.Name),
            member => new JsonException(
                $"`{member.Name}` is missing; where an earlier version of the guard is deployed, deploy this one"));
    }

    /// <summary>Reads what the deployment tells a function.</summary>
    /// <param name="variable">The environment.</param>
    /// <exception cref="InvalidOperationException">A variable is missing; the sentence names it.</exception>
    public static Deployment OfFunction(Func<string, string?> variable) => Read(
        variable(GuardSetting.Stack) is { Length: > 0 } stack ? stack : throw Lacks(GuardSetting.Stack),
        member => member.Variable is null ? null : variable(member.Variable),
        member => Lacks(member.Variable!));

    /// <summary>What the parameter says, by its members.</summary>
    public IReadOnlyDictionary<string, object> ToParameter() => Members.Select(member => (member.Name, Value: member.Of(this)))
        .Where(member => member.Value is not null)
        .ToDictionary(
            member => member.Name,
            member => member.Name == LeaseLength ? (object)int.Parse(member.Value!, CultureInfo.InvariantCulture) : member.Value!,
            StringComparer.Ordinal);

    /// <summary>What a function is told, by its variables.</summary>
    public IReadOnlyDictionary<string, string> ToVariables() => Members.Where(member => member.Variable is not null)
        .Select(member => (Name: member.Variable!, Value: member.Of(this)))
        .Where(member => member.Value is not null)
        .Prepend((Name: GuardSetting.Stack, Value: Stack))
        .ToDictionary(member => member.Name, member => member.Value!, StringComparer.Ordinal);

    private static Deployment Read(string stack, Func<Member, string?> find, Func<Member, Exception> missing)
    {
        return new Deployment(stack, Required("region"), Required("table"), Required("topic"))
        {
            Denies = PreparedDeny.All
                .Select(deny => (Deny: deny, Arn: deny.NeedsOperators ? Optional(deny.Member) : Required(deny.Member)))
                .Where(found => found.Arn is not null)
                .ToImmutableDictionary(found => found.Deny, found => found.Arn!),
            Operators = (Optional(Operator) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            ChatTopic = Optional("chatTopic"),
            LogGroup = Optional("logGroup"),
            AccountScp = Optional("accountScp"),
            PrincipalScp = Optional("principalScp"),
            ScpLogGroup = Optional("scpLogGroup"),
            Sensors = (Optional(Sensor) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            OtherRegions = Optional("otherRegions"),
            Gateways = (Optional(Gateway) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            OwnerTopics = (Optional(OwnerTopic) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            MantleCallers = Optional(Mantle) == Yes,
            Chat = Optional(Buttons) == Yes,
            DeployedFrom = Enum.GetValues<DeployedFrom>().FirstOrDefault(one => Word(one) == Optional(From)),
            Lease = Optional(LeasePolicy) is { Length: > 0 } policy
                ? new LeaseTerms(policy, Required(Leased).Split(','), Minutes(Required(LeaseLength)))
                : null,
        };

        string? Optional(string name) => find(Array.Find(Members, member => member.Name == name)!);

        string Required(string name) =>
            Optional(name) is { Length: > 0 } text ? text : throw missing(Array.Find(Members, member => member.Name == name)!);
    }

    private static TimeSpan Minutes(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var minutes)
        ? TimeSpan.FromMinutes(minutes)
        : throw new JsonException($"`{LeaseLength}` is no number");

    private static string? Text(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Number && name == LeaseLength ? value.GetRawText()
        : throw new JsonException($"`{name}` is no text");

    private static InvalidOperationException Lacks(string variable) => new($"the environment lacks `{variable}`: deploy the stack again");

    private static string Word(DeployedFrom from) => from.ToString().ToLowerInvariant();

    private static string Names(IEnumerable<string> principals) => string.Join(',', principals);

    private string[] Of(DenyStrength strength) =>
        [.. PreparedDeny.All.Where(deny => deny.Strength == strength && Denies.ContainsKey(deny)).Select(Arn)];

    /// <param name="Name">In the parameter.</param>
    /// <param name="Variable">In a function's environment; null where no function is told.</param>
    /// <param name="Of">What it says of a deployment; null for nothing.</param>
    private sealed record Member(string Name, string? Variable, Func<Deployment, string?> Of);
}

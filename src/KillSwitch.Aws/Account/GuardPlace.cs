using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Leases;

namespace KillSwitch.Aws.Account;

/// <summary>Where the guard of a stack lives.</summary>
/// <param name="Region">The region of its table and topic.</param>
/// <param name="Table">The name of the table.</param>
/// <param name="Topic">The ARN of the topic.</param>
/// <param name="DenyPolicy">The ARN of the prepared policy that stops one principal.</param>
/// <param name="AccountDenyPolicy">The ARN of the prepared policy that stops the whole account.</param>
public sealed record GuardPlace(string Stack, string Region, string Table, string Topic, string DenyPolicy, string AccountDenyPolicy)
{
    /// <summary>The ARN of the prepared policy that stops single sessions of a role.</summary>
    public required string SessionDenyPolicy { get; init; }

    /// <summary>The ARN of the prepared policy that stops models.</summary>
    public required string ModelDenyPolicy { get; init; }

    /// <summary>The ARN of the prepared policy that denies the mantle endpoint.</summary>
    public required string MantleDenyPolicy { get; init; }

    /// <summary>The ARN of the prepared policy that denies what no record meters.</summary>
    public required string UnmeteredDenyPolicy { get; init; }
    /// <summary>
    /// The ARN of the prepared policy that keeps whom a model's stop denies from the guard's own; null where none was deployed.
    /// </summary>
    public string? GuardDenyPolicy { get; init; }

    /// <summary>
    /// Who may ask the guard for something, and works on it under a stop of everyone, as <c>role/NAME</c> and <c>user/NAME</c>; empty where
    /// that is not known.
    /// </summary>
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>The log group that the deployment meant for invocation logs; null where it does not say.</summary>
    public string? LogGroup { get; init; }

    /// <summary>Everything that may be attached to somebody.</summary>
    public IReadOnlyList<string> PreparedPolicies =>
        [DenyPolicy, AccountDenyPolicy, SessionDenyPolicy, ModelDenyPolicy, MantleDenyPolicy, UnmeteredDenyPolicy, .. Beside];

    /// <summary>Which of them gives its place to which.</summary>
    public DenyOrder DenyOrder =>
        new([DenyPolicy, AccountDenyPolicy], [SessionDenyPolicy, ModelDenyPolicy], [MantleDenyPolicy, UnmeteredDenyPolicy], Beside);

    private string[] Beside => GuardDenyPolicy is { } guard ? [guard] : [];

    /// <summary>The account, from the policy's ARN.</summary>
    public string Account => DenyPolicy.Split(':') is [_, _, _, _, var account, ..] ? account : "";

    /// <summary>The ARN of the topic that chat channels listen to; null where none was deployed.</summary>
    public string? ChatTopic { get; init; }

    /// <summary>The id of the service control policy on everyone in the account; null where none was deployed.</summary>
    public string? AccountScp { get; init; }

    /// <summary>The id of the service control policy that lists who is stopped; null where none was deployed.</summary>
    public string? PrincipalScp { get; init; }

    /// <summary>What is leased; null for nothing.</summary>
    public LeaseTerms? Lease { get; init; }

    /// <summary>Reads the parameter that the deployment wrote.</summary>
    /// <exception cref="JsonException">It is not that parameter.</exception>
    public static GuardPlace Parse(string stack, string json)
    {
        using var document = JsonDocument.Parse(json);
        return new GuardPlace(stack, Text("region"), Text("table"), Text("topic"), Text("denyPolicy"), Text("accountDenyPolicy"))
        {
            SessionDenyPolicy = Text("sessionDenyPolicy"),
            ModelDenyPolicy = Text("modelDenyPolicy"),
            MantleDenyPolicy = Text("mantleDenyPolicy"),
            UnmeteredDenyPolicy = Text("unmeteredDenyPolicy"),
            GuardDenyPolicy = Optional("guardDenyPolicy"),
            Operators = (Optional("operators") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            ChatTopic = Optional("chatTopic"),
            LogGroup = Optional("logGroup"),
            AccountScp = Optional("accountScp"),
            PrincipalScp = Optional("principalScp"),
            Lease = LeaseOf(document.RootElement),
        };

        string Text(string name) => Optional(name) is { Length: > 0 } text
            ? text
            : throw new JsonException($"`{name}` is missing; where an earlier version of the guard is deployed, deploy this one");

        string? Optional(string name) => TextOf(document.RootElement, name);
    }

    private static LeaseTerms? LeaseOf(JsonElement json) =>
        TextOf(json, "leasePolicy") is { } policy && TextOf(json, "lease") is { } names
            && json.TryGetProperty("leaseMinutes", out var minutes)
            ? new LeaseTerms(policy, names.Split(','), minutes.ValueKind == JsonValueKind.Number && minutes.TryGetInt32(out var number)
                ? TimeSpan.FromMinutes(number)
                : throw new JsonException("`leaseMinutes` is no number"))
            : null;

    private static string? TextOf(JsonElement json, string name) =>
        json.ValueKind != JsonValueKind.Object ? throw new JsonException("it is no object")
        : !json.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw new JsonException($"`{name}` is no text");
}

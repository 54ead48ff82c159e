using System.Collections.Immutable;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Wording;

namespace KillSwitch.Engine.Deploying;

/// <summary>What a person chose for one deployment, by <c>NAME=VALUE</c>; what is not named stays as it is.</summary>
/// <param name="StackName">Null where it is not named.</param>
/// <param name="TerminationProtection">Whether CloudFormation is to refuse to delete the stacks; null where it is not named.</param>
/// <param name="Given">The values of the templates' parameters; an empty one asks for the default again.</param>
public sealed record DeploymentOptions(
    string? StackName, bool? TerminationProtection, ImmutableDictionary<string, string> Given)
{
    /// <summary>Further regions with a sensor.</summary>
    public const string Regions = "regions";

    /// <summary>Further regions whose metrics alone are watched.</summary>
    public const string MetricsOnly = "metricsOnly";

    /// <summary>Of <see cref="Regions"/>: every region that the account has enabled and that has Bedrock.</summary>
    public const string All = "all";

    /// <summary>Whose functions are deployed.</summary>
    public const string Architecture = "architecture";

    /// <summary>Who may write the guard's table.</summary>
    public const string Operators = "operators";

    /// <summary>Whether the table and the invocation logs outlive the stack.</summary>
    public const string RetainData = "retainData";

    private const string Stack = "stackName";
    private const string Protection = "terminationProtection";

    // An option that says nothing without another one, and what that one has to be; null for any value.
    private static readonly (string Name, string Needs, string? Value)[] Dependent =
    [
        ("budgetName", "budget", null), ("leaseMinutes", "lease", null), ("scpExempt", "organization", "true"),
        ("accountScp", "organization", "true"), ("principalScp", "organization", "true"),
    ];

    /// <summary>What may be chosen of a guard: what the help lists, where no release has been read.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Stack, Architecture, "accountScp", "batchOutputs", "bill", "budget", "budgetName", "chat", "dashboard", "email", "gateways",
        "invocationLogging", "lease", "leaseMinutes", "logGroup", "logRetentionDays", "mantleCallers", "meterConcurrency", MetricsOnly,
        Operators, "organization", "otherRegions", "ownerTopics", "principalScp", Regions, RetainData, "runningJobs", "scpExempt",
        Protection, "textDelivery",
    ];

    /// <param name="settings">Each <c>NAME=VALUE</c>, and each name once.</param>
    /// <param name="templates">What may be chosen.</param>
    /// <exception cref="ArgumentException">A name or a value is not one of the allowed; the sentence says which.</exception>
    public static DeploymentOptions Parse(IEnumerable<string> settings, params IReadOnlyList<StackTemplate> templates)
    {
        var given = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw new ArgumentException($"`{setting}` is no option; allowed: NAME=VALUE, such as email=you@example.com");
            var named = setting[..at].Trim();
            given = !given.ContainsKey(named) ? given.Add(named, setting[(at + 1)..].Trim())
                : throw new ArgumentException($"`{named}` is named twice; allowed: each option once, a list with commas in it");
        }

        string[] names = [Stack, .. templates.SelectMany(template => template.Options).Append(Protection).Distinct().Order()];
        if (given.Keys.Order().FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"`{unknown}` is no option of a deployment"
                + (NearestNames.Hint(unknown, names) is { Length: > 0 } hint ? hint : $"; allowed: {string.Join(", ", names)}"));
        }

        var name = given.GetValueOrDefault(Stack);
        return new DeploymentOptions(
            name is { Length: > 0 } ? Core.Deployments.StackName.Checked(name) : null,
            given.GetValueOrDefault(Protection) is { } protection ? Flag(protection) : null,
            given.RemoveRange([Stack, Protection]).Select(one => KeyValuePair.Create(one.Key, Checked(one.Key, one.Value, templates)))
                .ToImmutableDictionary(StringComparer.Ordinal));
    }

    /// <summary>Region names, in order and once; <see cref="All"/> alone stands for all.</summary>
    /// <exception cref="ArgumentException">One is no region.</exception>
    public static IReadOnlyList<string> RegionsOf(string text)
    {
        string[] names = [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
        return names is [All] ? names
            : names.Contains(All) ? throw new ArgumentException(
                $"`{All}` stands alone, and `{text}` is not allowed for `{Regions}`; allowed are `{Regions}={All}`, or names such as "
                + "us-west-2 with commas between them")
            : names.FirstOrDefault(name => !AwsRegion.IsName(name)) is { } wrong
            ? throw new ArgumentException(
                $"`{wrong}` is no region; allowed for `{Regions}` are names such as us-west-2, with commas between them, and `{All}`")
            : names;
    }

    /// <summary>Holds those that were named against what holds then.</summary>
    /// <param name="given">What was named.</param>
    /// <param name="effective">The value of an option, named or not; null for none.</param>
    /// <exception cref="ArgumentException">One says nothing without another; the sentence says which.</exception>
    public static void CheckTogether(IReadOnlyDictionary<string, string> given, Func<string, string?> effective)
    {
        foreach (var (name, needs, value) in Dependent)
        {
            if (given.TryGetValue(name, out var chosen) && chosen.Length > 0
                && effective(needs) is var other && (value is null ? string.IsNullOrEmpty(other) : other != value))
            {
                throw new ArgumentException($"`{chosen}` is not allowed for `{name}` without `{needs}={value ?? "…"}`");
            }
        }
    }

    private static string Checked(string name, string value, IReadOnlyList<StackTemplate> templates)
    {
        if (name == Regions)
            value = string.Join(',', RegionsOf(value));
        foreach (var parameter in templates.SelectMany(template => template.Parameters.Values).Where(one => one.Name == name))
        {
            value = parameter.Spelled(value);
            // `all` is what stands for the regions; the template is told which those are.
            if (value.Length > 0 && !(name == Regions && value == All) && parameter.Fault(value) is { } fault)
                throw new ArgumentException(fault);
        }

        return value;
    }

    private static bool Flag(string value) => value.ToLowerInvariant() switch
    {
        "" or "true" => true,
        "false" => false,
        _ => throw new ArgumentException($"`{value}` is not allowed for `{Protection}`; allowed: true, false"),
    };
}

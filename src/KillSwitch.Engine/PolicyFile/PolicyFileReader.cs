using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Reads <c>killswitch.yaml</c>: a policy, or all of its mistakes at once.</summary>
public static class PolicyFileReader
{
    public static PolicyFileResult Read(string yaml)
    {
        var reading = new PolicyReading();
        var policy = YamlFile.Load(yaml, "policy", reading.Problems) is { } root ? Policy(root, reading) : null;
        reading.Problems.Sort();
        reading.Warnings.Sort();
        return new PolicyFileResult(reading.Problems.Count == 0 ? policy : null, reading.Problems, reading.Warnings)
        {
            Patterns = reading.Patterns,
            Stops = reading.Stops,
        };
    }

    private static Policy? Policy(YamlMappingNode root, PolicyReading reading)
    {
        if (PolicyKind.IsCases(root))
        {
            reading.Problem(root, "this is a file of cases, not a policy: `killswitch policy test FILE` runs it");
            return null;
        }

        if (reading.Fields(root, "a policy", Vocabulary.PolicyKeys) is not { } fields)
            return null;
        if (!fields.TryGetValue("version", out var version))
            reading.Problem(root, "`version` is missing; allowed is `version: 1`");
        else if (version is not YamlScalarNode { Style: ScalarStyle.Plain, Value: "1" })
            reading.Problem(version, $"{PolicyReading.Quoted(version)} is not a version of this language; allowed is `1`");

        var policy = new Policy
        {
            Mode = One("mode", "a mode", Vocabulary.Modes),
            TimeZone = fields.TryGetValue("timezone", out var zone) ? Zone(zone, reading) : "UTC",
            Exempt = fields.TryGetValue("exempt", out var exempt) ? Exempt(exempt, reading) : [],
            MaxStops = fields.TryGetValue("maxStops", out var most) ? MaxStops(most, reading) : null,
            Mantle = One("mantle", "a choice for the mantle endpoint", Vocabulary.Mantle),
            Unmetered = One("unmetered", "a choice for what no record meters", Vocabulary.Unmetered),
            Unpriced = One("unpriced", "a choice for models without a price", Vocabulary.Unpriced),
            Prices = fields.TryGetValue("prices", out var prices) ? PriceReader.Prices(prices, reading) : [],
            Discounts = fields.TryGetValue("discounts", out var discounts) ? PriceReader.Discounts(discounts, reading) : [],
            Owners = fields.TryGetValue("owners", out var owners) ? OwnerReader.Read(owners, reading) : [],
            MayRestoreInChat = fields.TryGetValue("chat", out var chat) ? ChatReader.Read(chat, reading) : [],
            Rules = Rules(root, fields.GetValueOrDefault("rules"), reading),
        };
        if (chat is not null)
            ChatReader.WarnOfLimited(chat, policy, reading);
        if (policy.Mode == PolicyMode.Observe)
            reading.Warn(fields["mode"], "the policy observes: stops are told as `would stop`, and nothing is cut");
        return policy;

        T One<T>(string key, string what, Dictionary<string, T> words)
            where T : struct => fields.TryGetValue(key, out var node) ? reading.OneOf(node, what, words) ?? default : default;
    }

    private static string Zone(YamlNode node, PolicyReading reading)
    {
        if (PolicyReading.Text(node) is { Length: > 0 } name && WindowCalendar.IsZone(name))
            return name;
        reading.Problem(
            node, $"{PolicyReading.Quoted(node)} is not a time zone; allowed is an IANA name such as `UTC` or `Europe/Berlin`");
        return "UTC";
    }

    private static List<Glob> Exempt(YamlNode node, PolicyReading reading)
    {
        if (node is YamlSequenceNode { Children.Count: 0 })
            return [];
        var globs = reading.Names(node, DimensionKind.Principal, "a principal to exempt") ?? [];
        if (globs.Exists(glob => glob.Pattern.Trim('*').Length == 0))
            reading.Warn(node, "`*` exempts everyone: nothing is ever stopped");
        foreach (var (item, glob) in PolicyReading.Items(node).Zip(globs)
            .Where(pair => pair.Second.Pattern.Trim('*').Length > 0 && Exemption.CanBeMadeToFit(pair.Second)
            && PrincipalForm.Problem(pair.Second) is null))
        {
            reading.Warn(item,
                $"{PolicyReading.Quoted(item)} exempts whoever is given a name that fits, and who may make a role or a user chooses its "
                + $"name: write each name in full{InFull(glob)}");
        }

        return globs;
    }

    private static string InFull(Glob glob) => glob.Pattern.TrimEnd('*', '?', '-', '_') is var name && name.Length > "role/".Length
        && !new Glob(name).HasWildcard ? $", such as `{name}`" : "";

    private static MaxStops? MaxStops(YamlNode node, PolicyReading reading)
    {
        if (reading.Fields(node, "a bound on stops", Vocabulary.MaxStopsKeys) is not { } fields)
            return null;
        foreach (var key in Vocabulary.MaxStopsKeys.Where(key => !fields.ContainsKey(key)))
            reading.Problem(node, $"`maxStops` lacks `{key}`; allowed is `{{ count: 25, every: hour }}`");
        var count = fields.TryGetValue("count", out var number) ? reading.Count(number, "a number of stops") : null;
        var every = fields.TryGetValue("every", out var unit) ? reading.OneOf(unit, "a calendar window", Vocabulary.Units) : null;
        return count is { } most && every is { } window ? new MaxStops((int)Math.Min(most, int.MaxValue), window) : null;
    }

    private static List<Rule> Rules(YamlNode root, YamlNode? node, PolicyReading reading)
    {
        if (node is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            reading.Problem(node
                ?? root, node is null
                ? "`rules` is missing: a policy without rules stops nothing"
                : $"{PolicyReading.Quoted(node)} is not a list of rules; at least one is needed");
            return [];
        }

        var rules = new List<Rule>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Children)
        {
            var (rule, id, at) = RuleReader.Read(item, reading);
            if (id.Length > 0 && !ids.Add(id))
                reading.Problem(at, $"`{id}` is the id of an earlier rule; ids are unique");
            if (rule is not null)
                rules.Add(rule);
        }

        // What a rule says that cannot be read, nobody knows.
        if (rules.Count == list.Children.Count && rules.Exists(rule => rule.Stop == StopScope.Session)
            && !rules.Exists(rule => rule.Stop is StopScope.Principal or StopScope.Principals or StopScope.Account))
        {
            reading.Warn(list, "a caller chooses its session name: pair a rule that stops a `session` with one that stops its `principal`");
        }

        return rules;
    }
}

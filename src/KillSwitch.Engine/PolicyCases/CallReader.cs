using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.PolicyFile;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyCases;

/// <summary>Reads a case's <c>calls</c>: each line is one call, or several at equal distances.</summary>
/// <param name="reading">Takes the mistakes.</param>
/// <param name="clock">That times go by.</param>
/// <param name="account">Whose calls they are.</param>
/// <param name="prices">A model without one is a mistake.</param>
/// <param name="common">What every call has, unless it says otherwise.</param>
internal sealed class CallReader(
    PolicyReading reading, CaseClock clock, string account, IPriceBook prices, Dictionary<string, YamlNode> common)
{
    private const int MostCalls = 200_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromDays(400);
    private const decimal MostUsd = 1_000_000;

    public static readonly string[] CommonKeys =
        ["principal", "principalTag", "session", "model", "profile", "profileTag", "project", "region", "tags"];

    private static readonly string[] TokenKeys = ["inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens"];
    private static readonly string[] Keys = ["at", .. CommonKeys, "usd", .. TokenKeys, "times", "every"];

    public List<Invocation> Read(YamlNode node)
    {
        var calls = new List<Invocation>();
        var lines = PolicyReading.Items(node).ToList();
        if (lines.Count == 0)
            reading.Problem(node, "a case without calls shows nothing; allowed is a list of calls");
        for (var i = 0; i < lines.Count; i++)
        {
            if (reading.Fields(lines[i], "a call", Keys) is not { } own || One(lines[i], own, i) is not { } call)
                continue;
            var (times, every) = (Times(own, lines[i]), Every(own));
            if (times + calls.Count > MostCalls)
            {
                reading.Problem(lines[i], $"a case has at most {MostCalls} calls; fewer and dearer ones show the same");
                return calls;
            }

            if (every > TimeSpan.Zero && times - 1 > MostTime / every)
            {
                reading.Problem(lines[i], $"the last of these calls is more than {MostTime.Days} days after the first");
                continue;
            }

            for (var n = 0; n < times; n++)
            {
                calls.Add(call with
                {
                    Id = new RecordId(account, call.Region, string.Create(CultureInfo.InvariantCulture, $"{i}-{n}")),
                    Timestamp = call.Timestamp + (n * every),
                });
            }
        }

        return calls;
    }

    private CaseCall? One(YamlNode node, Dictionary<string, YamlNode> own, int line)
    {
        var before = reading.Problems.Count;
        var fields = new Dictionary<string, YamlNode>(common, StringComparer.Ordinal);
        foreach (var (key, value) in own)
            fields[key] = value;
        foreach (var key in (string[])["at", "principal", "model"])
        {
            if (!fields.ContainsKey(key))
            {
                reading.Problem(node, $"this call lacks `{key}`"
                    + (key == "at" ? $"; allowed is {CaseClock.Allowed}" : "; give it here, or to all calls under `defaults`"));
            }
        }

        if (!own.ContainsKey("usd") && !TokenKeys.Any(own.ContainsKey))
            reading.Problem(node, $"this call costs nothing; allowed: usd, {string.Join(", ", TokenKeys)}");
        var at = fields.TryGetValue("at", out var time) ? Moment(time) : null;
        var caller = fields.TryGetValue("principal", out var principal)
            ? Caller(principal, fields.GetValueOrDefault("session"), fields.GetValueOrDefault("principalTag"))
            : null;
        var model = fields.TryGetValue("model", out var named)
            ? Text(named, "a model", "an id such as `anthropic.claude-opus-4-6-v1`")
            : null;
        var profile = fields.TryGetValue("profile", out var used) ? Text(used, "a profile", "a name such as `shop-checkout`") : null;
        var profileTags = fields.TryGetValue("profileTag", out var ofProfile) ? Tags(ofProfile) : null;
        if (ofProfile is not null && used is null && (model is null || ApplicationProfile.Of(model) is null))
            reading.Problem(ofProfile, "this call uses no profile that could have tags; give its name as `profile`");
        var project = fields.TryGetValue("project", out var ofMantle) ? Text(ofMantle, "a project", "an id such as `proj_0123`") : null;
        var region = fields.TryGetValue("region", out var where) ? Text(where, "a region", "a name such as `us-east-1`") : "us-east-1";
        var usd = own.TryGetValue("usd", out var money)
            ? reading.Amount(money, "a cost", MostUsd, "what one call costs in dollars, above zero and at most a million")
            : null;
        var tokens = new TokenUsage(Tokens("inputTokens"), Tokens("outputTokens"), Tokens("cacheReadTokens"), Tokens("cacheWriteTokens"));
        var tags = fields.TryGetValue("tags", out var pairs) ? Tags(pairs) : null;
        if (reading.Problems.Count > before)
            return null;

        var call = new CaseCall
        {
            Id = new RecordId(account, region!, line.ToString(CultureInfo.InvariantCulture)),
            Timestamp = at!.Value,
            Caller = caller!,
            Model = Model(model!, profile, profileTags),
            Operation = "Converse",
            Tokens = tokens,
            HasTokenCounts = true,
            Tags = tags,
            ProjectName = project,
            Usd = usd is { } amount ? new Usd(amount) : null,
        };
        if (call.Usd is null && prices.Price(call).IsUnpriced)
        {
            reading.Problem(named!, $"no price is known for {PolicyReading.Quoted(named!)}{NearestNames.Hint(model!, KnownModels.Ids)}; "
                + "allowed is a model with a price, one under `prices` of the policy, or `usd` for what a call costs");
            return null;
        }

        return call;

        long Tokens(string key) => own.TryGetValue(key, out var count) ? reading.Count(count, "a number of tokens") ?? 0 : 0;
    }

    private DateTimeOffset? Moment(YamlNode node)
    {
        if (clock.Read(PolicyReading.Text(node) ?? "") is { } at)
            return at;
        reading.Problem(node, $"{PolicyReading.Quoted(node)} is no time; allowed is {CaseClock.Allowed}");
        return null;
    }

    // A case writes the profile and its tags, where there are some.
    private static ModelId Model(string name, string? profile, Dictionary<string, string>? tags)
    {
        var model = ModelId.Parse(name);
        var called = model.Profile ?? (profile is null ? null : new ApplicationProfile(profile));
        return called is null
            ? model
            : model with { Profile = called with { Name = profile ?? called.Name, Tags = TagSet.OfProfile(tags ?? []) } };
    }

    private Caller? Caller(YamlNode node, YamlNode? session, YamlNode? tags)
    {
        const string allowed = "`role/NAME`, `user/NAME`, `root`, or an ARN";
        if (Text(node, "a principal", allowed) is not { } name)
            return null;
        var caller = Core.Invocations.Caller.Parse(
            name.StartsWith("arn:", StringComparison.Ordinal) ? name : $"arn:aws:iam::{account}:{name}");
        if (caller.Principal.Kind == PrincipalKind.Other || name.Contains('*', StringComparison.Ordinal) || name.EndsWith('/'))
        {
            reading.Problem(node, $"{PolicyReading.Quoted(node)} is no principal that calls; allowed: {allowed}");
            return null;
        }

        if (tags is not null && caller.Principal.Kind is not (PrincipalKind.Role or PrincipalKind.User))
        {
            reading.Problem(tags, $"{PolicyReading.Quoted(node)} has no tags in IAM: only a role or a user has");
            return null;
        }

        // A case writes the path and the tags, where there are some.
        caller = caller with
        {
            Principal = caller.Principal with
            {
                Path = caller.Principal.Path ?? "/",
                Tags = TagSet.OfPrincipal((tags is null ? null : Tags(tags)) ?? []),
            },
        };
        if (session is null)
            return caller;
        if (caller.Principal.Kind != PrincipalKind.Role)
        {
            reading.Problem(session, $"{PolicyReading.Quoted(node)} has no sessions: only a role has");
            return null;
        }

        return Text(session, "a session", "a role session name") is { } own ? caller with { Session = own } : null;
    }

    private Dictionary<string, string>? Tags(YamlNode node)
    {
        if (node is YamlMappingNode mapping
            && mapping.All(pair => PolicyReading.Text(pair.Key) is { Length: > 0 } && PolicyReading.Text(pair.Value) is not null))
        {
            return mapping.ToDictionary(pair => PolicyReading.Text(pair.Key)!, pair => PolicyReading.Text(pair.Value)!);
        }

        reading.Problem(node, $"{PolicyReading.Quoted(node)} are no tags; allowed is a mapping such as `{{ team: search }}`");
        return null;
    }

    private long Times(Dictionary<string, YamlNode> own, YamlNode at)
    {
        var times = own.TryGetValue("times", out var node) ? reading.Count(node, "a number of calls") ?? 1 : 1;
        if (own.ContainsKey("times") != own.ContainsKey("every"))
            reading.Problem(at, "`times` and `every` go together, such as `times: 60, every: 1m`");
        return times;
    }

    // Seconds are allowed here, and nowhere in a policy.
    private TimeSpan Every(Dictionary<string, YamlNode> own)
    {
        if (!own.TryGetValue("every", out var node))
            return TimeSpan.Zero;
        if (PolicyReading.Text(node) is [not '0', .., 's'] text
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        if (PolicyReading.Text(node) is [not '0', .., 's' or 'm' or 'h' or 'd'] length && length[..^1].All(char.IsAsciiDigit))
            return reading.Duration(node, "a distance between calls") ?? TimeSpan.Zero;
        reading.Problem(node, $"{PolicyReading.Quoted(node)} is no distance between calls; allowed is a whole number of seconds, minutes, "
            + "hours or days such as `30s`, `1m` or `1d`");
        return TimeSpan.Zero;
    }

    private string? Text(YamlNode node, string what, string allowed)
    {
        if (PolicyReading.Text(node) is { Length: > 0 } text)
            return text;
        reading.Problem(node, $"{PolicyReading.Quoted(node)} is not {what}; allowed is {allowed}");
        return null;
    }
}

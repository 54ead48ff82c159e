using System.Text.Json;
using KillSwitch.Engine.PolicyFile;
using NJsonSchema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.Tests.PolicyFile;

/// <summary>The schema that editors complete by says what the loader says.</summary>
public class SchemaTests
{
    private static readonly string Text = File.ReadAllText("killswitch.schema.json");
    private static readonly JsonElement Root = JsonDocument.Parse(Text).RootElement;
    private static readonly JsonElement Rule = Root.GetProperty("properties").GetProperty("rules").GetProperty("items");

    // Small edits of a policy that cover every key, word and bound.
    private static readonly string[] Heads =
    [
        "", "mode: observe", "mode: off", "timezone: Europe/Berlin", "exempt: x", "exempt: [x, y]", "exempt: []", "exempt: ['']",
        "maxStops: { count: 1, every: week }",
        "maxStops: { count: 0, every: week }", "maxStops: { count: 1 }", "maxStops: { count: 1, every: year }", "mantle: deny",
            "mantle: maybe", "unpriced: ignore",
        "unpriced: 0", "extra: 1", "mode: [enforce]",
        "prices: []", "prices: x", "prices: [x]", "prices: [{ model: a.b }]", "prices: [{ input: 1 }]",
        "prices: [{ model: 'a b', input: 1 }]",
        "prices: [{ model: a.b, input: 1, output: 2.5, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, source: offer }]",
        "prices: [{ model: a.b, input: 0 }]", "prices: [{ model: a.b, cacheRead: -1 }]", "prices: [{ model: a.b, output: 100001 }]",
        "prices: [{ model: a.b, input: 1, scope: global, region: eu-central-1, tier: flex, latency: optimized, from: 2026-01-01 }]",
        "prices: [{ model: a.b, input: 1, aboveInputTokens: 200000 }]", "prices: [{ model: a.b, input: 1, aboveInputTokens: 0 }]",
        "prices: [{ model: a.b, input: 1, region: europe }]", "prices: [{ model: a.b, input: 1, region: us-gov-west-1 }]",
        "prices: [{ model: a.b, input: 1, tier: reserved }]", "prices: [{ model: a.b, input: 1, latency: low }]",
        "prices: [{ model: a.b, input: 1, scope: eu }]", "prices: [{ model: a.b, input: 1, from: 1.2.2026 }]",
        "prices: [{ model: a.b, input: 1, extra: 1 }]", "prices: [{ model: a.b, input: 1, source: '' }]",
        "discounts: []", "discounts: x", "discounts: [x]", "discounts: [{ percent: 20 }]", "discounts: [{ match: { model: a } }]",
        "discounts: [{ match: { model: 'anthropic.*', principal: [a, b], tags.team: x }, percent: 12.5, source: EDP }]",
        "discounts: [{ percent: 0 }]", "discounts: [{ percent: 100 }]", "discounts: [{ percent: 99.99 }]", "discounts: [{ percent: '20' }]",
        "discounts: [{ percent: 1.00001 }]", "discounts: [{ percent: 20, from: 2026-01-01, until: 2026-12-31 }]",
        "discounts: [{ percent: 20, from: tomorrow }]", "discounts: [{ percent: 20, until: 2027 }]",
        "discounts: [{ percent: 20, color: red }]",
        "discounts: [{ match: { user: a }, percent: 20 }]", "discounts: [{ match: { model: [] }, percent: 20 }]",
        "discounts: [{ percent: 20, source: '' }]",
        "owners: []", "owners: x", "owners: [x]", "owners: [{ topic: 'arn:aws:sns:us-east-1:111122223333:agents' }]",
        "owners: [{ match: { principal: 'role/agent-*' }, topic: 'arn:aws:sns:us-east-1:111122223333:agents' }]",
        "owners: [{ match: { tags.team: [a, b] }, topic: 'arn:aws-us-gov:sns:us-gov-west-1:111122223333:a_B-1' }]",
        "owners: [{ match: { user: a }, topic: 'arn:aws:sns:us-east-1:111122223333:agents' }]",
        "owners: [{ match: { principal: role/a }, topic: 'arn:aws:sns:us-east-1:111122223333:agents.fifo' }]",
        "owners: [{ match: { principal: role/a }, topic: 'arn:aws:sqs:us-east-1:111122223333:agents' }]",
        "owners: [{ match: { principal: role/a }, topic: agents }]", "owners: [{ match: { principal: role/a } }]",
        "owners: [{ match: { principal: role/a }, topic: 'arn:aws:sns:us-east-1:111122223333:agents', color: red }]",
        "chat: {}", "chat: x", "chat: []", "chat: { mayRestore: role/oncall }", "chat: { mayRestore: [role/oncall, user/anna] }",
        "chat: { mayRestore: [] }", "chat: { mayRestore: '' }", "chat: { mayRestore: [''] }", "chat: { mayRestore: { a: b } }",
        "chat: { mayRestore: role/oncall, mayStop: role/oncall }",
    ];

    private static readonly string[] Rules =
    [
        "limit: { usd: 1 }, every: day, stop: none", "limit: { usd: 0 }, every: day, stop: none",
        "limit: { usd: '1' }, every: day, stop: none", "limit: { usd: 0.01 }, every: day, stop: none",
        "limit: { calls: 1 }, every: minute, stop: none", "limit: { calls: 1.5 }, every: minute, stop: none",
            "limit: { inputTokens: 1 }, every: hour, stop: none",
        "limit: { uncachedInputTokens: 1 }, every: week, stop: none", "limit: { outputTokens: 1 }, every: month, stop: none",
            "limit: { tokens: 1 }, every: month, stop: none",
        "limit: { tokens: -1 }, every: month, stop: none", "limit: {}, every: day, stop: none",
            "limit: { usd: 1, calls: 1 }, every: day, stop: none", "limit: { dollars: 1 }, every: day, stop: none",
        "limit: { cacheHitRatio: { below: 0.3, after: { inputTokens: 5 } } }, every: day, stop: none",
            "limit: { cacheHitRatio: { below: 1, after: { inputTokens: 5 } } }, every: day, stop: none",
        "limit: { cacheHitRatio: { below: 1.1, after: { inputTokens: 5 } } }, every: day, stop: none",
            "limit: { cacheHitRatio: { below: 0.3 } }, every: day, stop: none",
        "limit: { cacheHitRatio: { below: 0.3, after: { calls: 5 } } }, every: day, stop: none", "limit: { budget: b }, stop: account",
            "limit: { budget: 'a:b' }, stop: account",
        "limit: { budget: { name: b, at: 100% } }, stop: account", "limit: { budget: { name: b, at: 101% } }, stop: account",
            "limit: { budget: { at: 10% } }, stop: account",
        "limit: { usd: 1 }, every: year, stop: none", "limit: { usd: 1 }, every: { rolling: 30m }, stop: none",
            "limit: { usd: 1 }, every: { rolling: 30s }, stop: none",
        "limit: { usd: 1 }, every: { rolling: 030m }, stop: none", "limit: { usd: 1 }, every: { sliding: 30m }, stop: none",
            "limit: { usd: 1 }, every: day", "every: day, stop: none",
        "limit: { usd: 1 }, every: day, stop: principal, per: principal",
            "limit: { usd: 1 }, every: day, stop: session, per: [principal, session]",
            "limit: { usd: 1 }, every: day, stop: model, per: model",
        "limit: { usd: 1 }, every: day, stop: account, per: [region, 'tag:x']",
            "limit: { usd: 1 }, every: day, stop: account, per: [region, region]",
            "limit: { usd: 1 }, every: day, stop: account, per: 'tag:'",
        "limit: { usd: 1 }, every: day, stop: account, per: []", "limit: { usd: 1 }, every: day, stop: everything",
            "limit: { usd: 1 }, every: day, stop: none, notify: [1%, 99%, breach]",
        "limit: { usd: 1 }, every: day, stop: none, notify: breach", "limit: { usd: 1 }, every: day, stop: none, notify: [0%]",
            "limit: { usd: 1 }, every: day, stop: none, notify: [100%]",
        "limit: { usd: 1 }, every: day, stop: none, notify: [05%]", "limit: { usd: 1 }, every: day, stop: none, notify: [5%, 5%]",
            "limit: { usd: 1 }, every: day, stop: none, notify: []",
        "limit: { usd: 1 }, every: day, stop: account, restore: window", "limit: { usd: 1 }, every: day, stop: account, restore: 2h",
            "limit: { usd: 1 }, every: day, stop: account, restore: never",
        "limit: { usd: 1 }, every: day, stop: account, approval: manual", "limit: { usd: 1 }, every: day, stop: account, approval: ask",
            "limit: { usd: 1 }, every: day, stop: account, brake: exact",
        "limit: { usd: 1 }, every: day, stop: account, brake: hand",
            "limit: { usd: 1 }, every: day, stop: none, match: { principal: a, session: [a, b], model: c, region: d, account: e }",
        "limit: { usd: 1 }, every: day, stop: none, match: { tags.team: a }",
            "limit: { usd: 1 }, every: day, stop: none, match: { tags: { team: [a] } }",
            "limit: { usd: 1 }, every: day, stop: none, match: { tags: a }",
        "limit: { usd: 1 }, every: day, stop: none, match: { path: /teams/*, profile: [a, b], project: p }",
        "limit: { usd: 1 }, every: day, stop: none, match: { principalTag.team: a, profileTag: { centre: [1, 2] } }",
        "limit: { usd: 1 }, every: day, stop: none, match: { principalTag: a }",
        "limit: { usd: 1 }, every: day, stop: none, match: { 'profileTag.': a }",
        "limit: { usd: 1 }, every: day, stop: none, match: { profile: [] }",
        "limit: { usd: 1 }, every: day, stop: none, per: [path, profile, project, 'principalTag:team', 'profileTag:centre']",
        "limit: { usd: 1 }, every: day, stop: principals, per: 'principalTag:team'",
        "limit: { usd: 1 }, every: day, stop: none, per: 'principalTag:'", "limit: { usd: 1 }, every: day, stop: none, per: profileTag",
        "limit: { usd: 1 }, every: day, stop: none, match: { model: [] }", "limit: { usd: 1 }, every: day, stop: none, match: { user: a }",
            "limit: { usd: 1 }, every: day, stop: none, color: red",
        "limit: { usd: 1 }, every: day, stop: none, match: { account: 111122223333 }",
            "limit: { usd: 1 }, every: day, stop: none, match: { tags: { shift: [1, 2] } }",
        "limit: { usd: 1 }, every: day, stop: account, unpriced: stop", "limit: { usd: 1 }, every: day, stop: account, unpriced: approve",
            "limit: { usd: 1 }, every: day, stop: account, unpriced: ignore",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, estimated: stop",
        "limit: { usd: 1 }, every: day, stop: account, estimated: approve", "limit: { usd: 1 }, every: day, stop: account, estimated: no",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, exceptions: []",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, exceptions: x",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, exceptions: [x]",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, exceptions: [{ match: { principal: a }, limit: { usd: 2 } }]",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, exceptions: [{ match: { principal: [a, b] }, limit: none }]",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, exceptions: [{ match: { principal: a }, limit: all }]",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, exceptions: [{ match: { principal: a }, limit: { usd: 0 } }]",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, exceptions: [{ match: { principal: a } }]",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, exceptions: [{ limit: none }]",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, exceptions: [{ match: { user: a }, limit: none }]",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, exceptions: [{ match: { principal: a }, limit: none, x: 1 }]",
        "limit: { usd: 1 }, every: day, per: 'tag:team', stop: tag",
        "limit: { usd: 1 }, every: day, per: 'tag:team', stop: tag, escalate: principal",
        "limit: { usd: 1 }, every: day, per: 'tag:team', stop: tag, escalate: none",
        "limit: { usd: 1 }, every: day, per: 'tag:team', stop: tag, escalate: account",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, deny: { model: 'anthropic.claude-opus-*' }",
        "limit: { usd: 1 }, every: day, stop: account, deny: { model: ['anthropic.claude-opus-*', 'amazon.nova-pro-v1:0'] }",
        "limit: { budget: b }, stop: account, deny: { model: 'anthropic.claude-opus-*' }",
        "limit: { usd: 1 }, every: day, stop: account, deny: 'anthropic.claude-opus-*'",
        "limit: { usd: 1 }, every: day, stop: account, deny: {}",
        "limit: { usd: 1 }, every: day, stop: account, deny: { model: [] }",
        "limit: { usd: 1 }, every: day, stop: account, deny: { model: '' }",
        "limit: { usd: 1 }, every: day, stop: account, deny: { models: 'anthropic.claude-opus-*' }",
    ];

    // What only the loader can say: how parts must fit one another, and bounds that a pattern cannot carry.
    private static readonly string[] LoaderAlone =
    [
        "limit: { usd: 1 }, every: day, per: principal, stop: tag",
        "limit: { usd: 1 }, every: day, per: ['tag:team', 'tag:env'], stop: tag",
        "limit: { budget: b }, stop: tag",
        "limit: { usd: 1 }, every: day, per: principal, stop: principal, escalate: principal",
        "limit: { usd: 1 }, every: day, per: 'tag:team', stop: tag, deny: { model: 'anthropic.claude-opus-*' }",
        "limit: { usd: 1 }, every: day, stop: none, deny: { model: 'anthropic.claude-opus-*' }",
        "limit: { usd: 1 }, every: day, per: model, stop: model, deny: { model: 'anthropic.claude-opus-*' }",
        "limit: { usd: 1 }, every: day, per: [principal, session], stop: session, deny: { model: 'anthropic.claude-opus-*' }",
        "limit: { usd: 1 }, every: day, stop: account, deny: { model: '*' }",
        "limit: { usd: 1 }, every: day, stop: account, deny: { model: 'us.anthropic.claude-opus-*' }",
        "limit: { usd: 1 }, every: day, stop: account, deny: { model: '*-v1:0' }",
        "limit: { budget: b }, stop: account, exceptions: []",
        "limit: { usd: 1 }, every: day, stop: none, exceptions: [{ match: {}, limit: none }]",
        "limit: { usd: 1 }, every: day, stop: none, exceptions: [{ match: { principal: a }, limit: none }]",
        "limit: { usd: 1 }, every: day, per: principal, stop: none, exceptions: [{ match: { principal: a }, limit: { calls: 1 } }]",
        "limit: { usd: 1 }, stop: none", "limit: { usd: 1 }, every: day, stop: principal",
        "limit: { usd: 1 }, every: day, stop: principals",
        "limit: { budget: b }, every: day, stop: account", "limit: { budget: b }, per: principal, stop: principal",
        "limit: { usd: 1 }, every: { rolling: 367d }, stop: none",
            "limit: { cacheHitRatio: { below: 0.3, after: { inputTokens: 5 } } }, every: day, stop: none, notify: 50%",
    ];

    [Fact]
    public async Task Loader_and_schema_agree_on_every_key_word_and_bound()
    {
        var schema = await JsonSchema.FromJsonAsync(Text);
        foreach (var yaml in Heads.Select(head => Document(head, Rules[0])).Concat(Rules.Select(rule => Document("", rule))))
        {
            var problems = PolicyFileReader.Read(yaml).Problems;
            var errors = schema.Validate(Json(yaml));
            (errors.Count == 0)
                .ShouldBe(problems.Count == 0, $"{yaml}\nloader: {string.Join("; ", problems)}\nschema: {string.Join("; ", errors)}");
        }
    }

    [Fact]
    public async Task What_only_the_loader_can_say_is_known()
    {
        var schema = await JsonSchema.FromJsonAsync(Text);
        foreach (var yaml in LoaderAlone.Select(rule => Document("", rule)))
        {
            PolicyFileReader.Read(yaml).Problems.ShouldNotBeEmpty(yaml);
            schema.Validate(Json(yaml)).ShouldBeEmpty(yaml);
        }
    }

    [Fact]
    public void Keys_and_words_are_the_loaders_own()
    {
        Keys(Root).ShouldBe(Vocabulary.PolicyKeys);
        Keys(Rule).ShouldBe(Vocabulary.RuleKeys);
        Keys(Of(Root, "discounts").GetProperty("items")).ShouldBe(Vocabulary.DiscountKeys);
        Keys(Of(Root, "owners").GetProperty("items")).ShouldBe(Vocabulary.OwnerKeys);
        Keys(Of(Root, "chat")).ShouldBe(Vocabulary.ChatKeys);
        Keys(Of(Rule, "exceptions").GetProperty("items")).ShouldBe(Vocabulary.ExceptionKeys);
        Keys(Of(Rule, "deny")).ShouldBe(Vocabulary.DenyKeys);
        Keys(Of(Rule, "match")).ShouldBe(Vocabulary.MatchKeys);
        Keys(Of(Rule, "limit")).ShouldBe(Vocabulary.LimitKeys);
        Words(Of(Rule, "stop")).ShouldBe(Vocabulary.Stops.Keys);
        Words(Of(Rule, "approval")).ShouldBe(Vocabulary.Approvals.Keys);
        Words(Of(Rule, "unpriced")).ShouldBe(Vocabulary.UnpricedStops.Keys);
        Words(Of(Rule, "estimated")).ShouldBe(Vocabulary.EstimatedStops.Keys);
        Words(Of(Rule, "escalate")).ShouldBe(Vocabulary.Escalations.Keys);
        Words(Of(Rule, "brake")).ShouldBe(Vocabulary.Brakes.Keys);
        Words(Of(Root, "mode")).ShouldBe(Vocabulary.Modes.Keys);
        Words(Of(Root, "mantle")).ShouldBe(Vocabulary.Mantle.Keys);
        Words(Of(Root, "unmetered")).ShouldBe(Vocabulary.Unmetered.Keys);
        Words(Of(Root, "unpriced")).ShouldBe(Vocabulary.Unpriced.Keys);
        Words(Of(Of(Root, "maxStops"), "every")).ShouldBe(Vocabulary.Units.Keys);
        Rule.GetProperty("required").EnumerateArray().Select(key => key.GetString()).ShouldBe(Vocabulary.RequiredRuleKeys);
    }

    [Theory]
    [InlineData("mode", "enforce")]
    [InlineData("timezone", "UTC")]
    [InlineData("mantle", "allow")]
    [InlineData("unmetered", "tell")]
    [InlineData("unpriced", "fail-safe")]
    public void Defaults_of_a_policy_are_the_loaders_own(string key, string value) =>
        Of(Root, key).GetProperty("default").GetString().ShouldBe(value);

    [Theory]
    [InlineData("per", "account")]
    [InlineData("approval", "automatic")]
    [InlineData("restore", "manual")]
    [InlineData("brake", "predictive")]
    [InlineData("unpriced", "approve")]
    [InlineData("estimated", "approve")]
    public void Defaults_of_a_rule_are_the_loaders_own(string key, string value) =>
        Of(Rule, key).GetProperty("default").GetString().ShouldBe(value);

    private static string Document(string head, string rule) => $"version: 1\n{head}\nrules:\n- {{ id: r, {rule} }}";

    private static JsonElement Of(JsonElement schema, string property) => schema.GetProperty("properties").GetProperty(property);

    private static IEnumerable<string> Keys(JsonElement schema) =>
        schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);

    private static IEnumerable<string?> Words(JsonElement schema) =>
        schema.GetProperty("enum").EnumerateArray().Select(word => word.GetString());

    // As an editor's YAML server sees it: plain numbers are numbers, the rest is text.
    private static string Json(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return JsonSerializer.Serialize(Value(stream.Documents[0].RootNode));
    }

    private static object? Value(YamlNode node) => node switch
    {
        YamlMappingNode mapping => mapping.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => Value(pair.Value)),
        YamlSequenceNode list => list.Select(Value).ToList(),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } when decimal.TryParse(
            text, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}

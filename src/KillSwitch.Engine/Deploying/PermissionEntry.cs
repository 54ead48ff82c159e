using System.Text.Json;

namespace KillSwitch.Engine.Deploying;

/// <summary>One permission that a template gives or denies.</summary>
/// <param name="Who">Whose it is, by the resource that holds it or by what it names.</param>
/// <param name="Verb"><c>may</c>, <c>may not</c>, <c>may be assumed by</c> or <c>has the policy</c>.</param>
/// <param name="What">Actions, or whom the verb names; an action that begins with <c>all but</c> stands for the others.</param>
/// <param name="On">Resources; empty for the holder itself.</param>
/// <param name="If">Its conditions; null for none.</param>
public sealed record PermissionEntry(
    string Who, string Verb, IReadOnlyList<string> What, IReadOnlyList<string> On, string? If)
{
    private const string May = "may";
    private const string MayNot = "may not";
    private const string NotAssumed = "may not be assumed by";

    /// <summary>Tells it from every other.</summary>
    public string Key => $"{Who} {Verb} {string.Join(", ", What)} on {string.Join(", ", On)} if {If}";

    /// <summary>Whether it lets somebody do something, or keeps somebody from it.</summary>
    public bool IsGrant => Verb is not (MayNot or NotAssumed);

    /// <summary>What of some permissions others do not give, action by action.</summary>
    public static IReadOnlyList<PermissionEntry> Beyond(
        IReadOnlyList<PermissionEntry> permissions, IReadOnlyList<PermissionEntry> others)
    {
        var given = others.SelectMany(one => one.What.Select(what => (one with { What = [what] }).Key)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. permissions
                .Select(one => one with { What = [.. one.What.Where(what => !given.Contains((one with { What = [what] }).Key))] })
                .Where(one => one.What.Count > 0),
        ];
    }

    /// <summary>Every permission under some values.</summary>
    /// <param name="template">What gives them.</param>
    /// <param name="values">Of its parameters, and of <c>AWS::Region</c> and the like.</param>
    /// <exception cref="FormatException">The template cannot be understood.</exception>
    public static IReadOnlyList<PermissionEntry> All(StackTemplate template, IReadOnlyDictionary<string, string> values)
    {
        var reading = new TemplateReading(template, values);
        try
        {
            return
            [
                .. template.Resources
                    .Where(one => !(one.Resource.TryGetProperty("Condition", out var condition)
                        && condition.ValueKind == JsonValueKind.String && reading.Holds(condition.GetString()!) == false))
                    .SelectMany(one => Of(reading, one.Id, one.Resource)).DistinctBy(one => one.Key),
            ];
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException("its permissions cannot be read", error);
        }
    }

    private static IEnumerable<PermissionEntry> Of(TemplateReading reading, string id, JsonElement resource)
    {
        var who = LogicalId.Readable(id);
        if (!resource.TryGetProperty("Properties", out var properties))
            return [];
        return (resource.TryGetProperty("Type", out var type) ? type.GetString() : null) switch
        {
            "AWS::IAM::Role" => OfRole(reading, who, properties),
            "AWS::IAM::Policy" => Holders(reading, properties)
                .SelectMany(holder => Statements(reading, holder, properties, "PolicyDocument")),
            "AWS::IAM::ManagedPolicy" =>
                Statements(reading, $"whoever has {Text(reading, properties, "ManagedPolicyName") ?? who}", properties, "PolicyDocument"),
            "AWS::SNS::TopicPolicy" or "AWS::SQS::QueuePolicy" or "AWS::S3::BucketPolicy" =>
                Statements(reading, null, properties, "PolicyDocument"),
            "AWS::DynamoDB::Table" => Nested(reading, properties, "ResourcePolicy")
                .SelectMany(policy => Statements(reading, null, policy, "PolicyDocument", who)),
            "AWS::Lambda::Permission" => [new PermissionEntry(
                Text(reading, properties, "Principal") ?? "*", May, [Text(reading, properties, "Action") ?? "*"],
                [Text(reading, properties, "FunctionName") ?? who],
                Text(reading, properties, "SourceArn") is { } source ? $"aws:SourceArn is {source}" : null)],
            _ => [],
        };
    }

    private static IEnumerable<PermissionEntry> OfRole(TemplateReading reading, string who, JsonElement properties)
    {
        var assumed = Nested(reading, properties, "AssumeRolePolicyDocument")
            .SelectMany(document => Nested(reading, document, "Statement")).SelectMany(list => Each(reading, list))
            .Select(statement => new PermissionEntry(
                who, Is(reading, statement, "Deny") ? NotAssumed : "may be assumed by", [.. Principals(reading, statement)], [],
                Conditions(reading, statement)));
        var managed = Nested(reading, properties, "ManagedPolicyArns").SelectMany(reading.Texts)
            .Select(arn => new PermissionEntry(who, "has the policy", [arn], [], null));
        return assumed.Concat(managed).Concat(Nested(reading, properties, "Policies").SelectMany(list => Each(reading, list))
            .SelectMany(policy => Statements(reading, who, policy, "PolicyDocument")));
    }

    private static IEnumerable<PermissionEntry> Statements(
        TemplateReading reading, string? who, JsonElement owner, string member, string? on = null) =>
        Nested(reading, owner, member).SelectMany(document => Nested(reading, document, "Statement"))
            .SelectMany(list => Each(reading, list))
            .Select(statement => new PermissionEntry(
                who ?? string.Join(", ", Principals(reading, statement)), Is(reading, statement, "Deny") ? MayNot : May,
                [.. Texts(reading, statement, "Action"), .. Texts(reading, statement, "NotAction").Select(one => "all but " + one)],
                [.. Texts(reading, statement, "Resource").Select(one => on is not null && one == "*" ? on : one),
                    .. Texts(reading, statement, "NotResource").Select(one => "all but " + one)],
                Conditions(reading, statement)));

    private static IEnumerable<string> Holders(TemplateReading reading, JsonElement properties) =>
        Texts(reading, properties, "Roles").Concat(Texts(reading, properties, "Users")).Concat(Texts(reading, properties, "Groups"));

    private static IEnumerable<string> Principals(TemplateReading reading, JsonElement statement)
    {
        foreach (var (name, prefix) in ((string, string)[])[("Principal", ""), ("NotPrincipal", "all but ")])
        {
            foreach (var principal in Nested(reading, statement, name))
            {
                var texts = principal.ValueKind == JsonValueKind.Object
                    && principal.EnumerateObject().All(one => one.Name is "AWS" or "Service" or "Federated" or "CanonicalUser")
                    ? principal.EnumerateObject().SelectMany(one => reading.Texts(one.Value))
                    : reading.Texts(principal);
                foreach (var text in texts)
                    yield return prefix + text;
            }
        }
    }

    private static string? Conditions(TemplateReading reading, JsonElement statement)
    {
        var conditions = Nested(reading, statement, "Condition").Where(one => one.ValueKind == JsonValueKind.Object)
            .SelectMany(condition => condition.EnumerateObject())
            .SelectMany(test => Each(reading, test.Value).Where(one => one.ValueKind == JsonValueKind.Object)
                .SelectMany(keys => keys.EnumerateObject())
                .Select(key => $"{key.Name} {test.Name} {string.Join(" or ", reading.Texts(key.Value))}")).ToList();
        return conditions.Count == 0 ? null : string.Join(" and ", conditions);
    }

    private static bool Is(TemplateReading reading, JsonElement statement, string effect) =>
        Texts(reading, statement, "Effect").Any(text => text == effect);

    private static IEnumerable<string> Texts(TemplateReading reading, JsonElement owner, string name) =>
        Nested(reading, owner, name).SelectMany(reading.Texts);

    private static string? Text(TemplateReading reading, JsonElement owner, string name) =>
        Nested(reading, owner, name).Select(reading.Text).FirstOrDefault();

    private static IEnumerable<JsonElement> Nested(TemplateReading reading, JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? reading.Branches(value) : [];

    private static IEnumerable<JsonElement> Each(TemplateReading reading, JsonElement list) =>
        reading.Branches(list).SelectMany(one => one.ValueKind == JsonValueKind.Array
            ? one.EnumerateArray().SelectMany(item => Each(reading, item)) : [one]);
}

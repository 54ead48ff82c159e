using KillSwitch.Core.Policies;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Reads a policy's <c>owners</c>: who hears of whose stops.</summary>
internal static class OwnerReader
{
    public static List<Owner> Read(YamlNode node, PolicyReading reading)
    {
        var owners = new List<Owner>();
        if (node is not YamlSequenceNode list)
        {
            reading.Problem(node, $"{PolicyReading.Quoted(node)} is not a list of owners; allowed is a list of "
                + $"`{{ match: {{ principal: PATTERN }}, topic: \"{TopicArn.Example}\" }}`");
            return owners;
        }

        foreach (var item in list.Children)
        {
            if (One(item, reading) is not { } owner)
                continue;
            if (owners.Exists(owner.IsSame))
                reading.Problem(item, "this owner stands twice");
            owners.Add(owner);
        }

        return owners;
    }

    private static Owner? One(YamlNode node, PolicyReading reading)
    {
        if (reading.Fields(node, "an owner", Vocabulary.OwnerKeys) is not { } fields)
            return null;
        foreach (var key in Vocabulary.OwnerKeys.Where(key => !fields.ContainsKey(key)))
            reading.Problem(node, $"this owner lacks `{key}`; allowed is `{{ match: …, topic: … }}`");
        var match = fields.TryGetValue("match", out var matched) ? Match(matched, reading) : null;
        var topic = fields.TryGetValue("topic", out var named) ? Topic(named, reading) : null;
        return match is not null && topic is not null ? new Owner(match, topic) : null;
    }

    private static List<FieldMatch>? Match(YamlNode node, PolicyReading reading)
    {
        var before = reading.Problems.Count;
        var match = MatchReader.Read(node, reading);
        if (match.Count == 0 && reading.Problems.Count == before)
            reading.Problem(node, "an owner of everybody hears what the guard's own topic is told; say whose stops");
        if (match.Exists(one => new FieldPatterns(one).IsByRoute))
            reading.Problem(node, "a counter says which model was called, and not by which profile or from where; name the model");
        return reading.Problems.Count == before ? match : null;
    }

    private static TopicArn? Topic(YamlNode node, PolicyReading reading)
    {
        var text = PolicyReading.Text(node) ?? "";
        if (TopicArn.Parse(text) is { } topic)
            return topic;
        reading.Problem(node, $"{PolicyReading.Quoted(node)} {TopicArn.Problem(text)}");
        return null;
    }
}

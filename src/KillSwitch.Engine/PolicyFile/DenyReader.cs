using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Reads what a stop takes away: <c>{ model: GLOBS }</c>.</summary>
internal static class DenyReader
{
    /// <summary>Null where it is wrong.</summary>
    public static ModelSet? Read(YamlNode node, PolicyReading reading)
    {
        if (reading.Fields(node, "something to take away", Vocabulary.DenyKeys) is not { } fields)
            return null;
        if (!fields.TryGetValue("model", out var models))
        {
            reading.Problem(node, "`deny` lacks `model`; allowed is `{ model: \"anthropic.claude-opus-*\" }`");
            return null;
        }

        var before = reading.Problems.Count;
        if (reading.Names(models, DimensionKind.Model, "a model to take away") is not { } globs)
            return null;
        foreach (var (item, glob) in PolicyReading.Items(models).Zip(globs))
        {
            if (TakenMarks.Obstacle(glob) is { } obstacle)
                reading.Problem(item, $"{PolicyReading.Quoted(item)} {obstacle}");
        }

        if (reading.Problems.Count > before)
            return null;
        var set = ModelSet.Of(globs);
        if (TakenMarks.Obstacle(set) is not { } many)
            return set;
        reading.Problem(models, $"`{set}` {many}");
        return null;
    }
}

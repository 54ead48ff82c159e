using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Json;
using static KillSwitch.Core.Json.JsonMembers;

namespace KillSwitch.Engine.InferenceProfiles;

/// <summary>Which model an application inference profile stands for: a record names the profile alone.</summary>
public sealed class InferenceProfileMap
{
    private readonly Dictionary<string, ModelId> _models = new(StringComparer.Ordinal);

    public static InferenceProfileMap Empty { get; } = new();

    public int Count => _models.Count;

    /// <summary>
    /// Reads what <c>aws bedrock list-inference-profiles --type-equals APPLICATION</c> prints. A profile over several regions
    /// names its model once for each; one without a region in its ARN is the global route.
    /// </summary>
    /// <exception cref="JsonException">The text is not that output.</exception>
    public static InferenceProfileMap Parse(string json)
    {
        using var document = LooseJson.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("inferenceProfileSummaries", out var profiles)
                || profiles.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("`inferenceProfileSummaries` is missing");
        }

        var map = new InferenceProfileMap();
        foreach (var profile in profiles.EnumerateArray())
        {
            if (Text(profile, "inferenceProfileArn") is not { } arn
                || !profile.TryGetProperty("models", out var models) || models.ValueKind != JsonValueKind.Array)
            {
                throw new JsonException("a profile lacks `inferenceProfileArn` or `models`");
            }

            var routes = models.EnumerateArray().Select(model => Text(model, "modelArn")).OfType<string>().ToList();
            if (routes.Count == 0)
                continue;
            var model = ModelId.Parse(routes[0]);
            var geography = ProfileGeography.OfModels(routes);
            map._models[arn] =
                model with
                {
                    Raw = arn,
                    Scope = geography == ProfileGeography.Global
                ? ModelScope.Global
                : model.Scope,
                    Geography = geography,
                    Profile = Text(profile, "inferenceProfileName") is { } name && ApplicationProfile.Of(arn) is { } own
                ? own with { Name = name }
                : null,
                };
        }

        return map;
    }

    /// <summary>
    /// The call with its profile resolved, whatever its answer says; unchanged when it names a model, or a profile that is not known.
    /// </summary>
    public Invocation Resolve(Invocation invocation) =>
        (invocation.Model.IsOpaque || invocation.Model.IsAnswered) && _models.TryGetValue(invocation.Model.Raw, out var model)
            ? invocation with { Model = model }
            : invocation;
}

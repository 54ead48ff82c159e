using Amazon.Bedrock;
using Amazon.Bedrock.Model;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Drills;

/// <summary>Models that take text and answer with text, and the profiles that AWS has for them.</summary>
/// <param name="bedrock">In the region of the calls.</param>
internal sealed class OfferedTextModels(AmazonBedrockClient bedrock) : IDrillModels
{
    private const string Text = "TEXT";

    public async ValueTask<IReadOnlyList<DrillModel>> ListAsync(CancellationToken cancellation)
    {
        var offered = await bedrock.ListFoundationModelsAsync(new ListFoundationModelsRequest(), cancellation);
        var profiles = await Pages.Each(
            token => bedrock.ListInferenceProfilesAsync(new ListInferenceProfilesRequest
            {
                NextToken = token,
                TypeEquals = InferenceProfileType.SYSTEM_DEFINED,
            }, cancellation),
            page => page.NextToken, page => page.InferenceProfileSummaries)
            .Select(profile => ModelId.Parse(profile.InferenceProfileId)).ToListAsync(cancellation);
        return [.. (offered.ModelSummaries ?? []).Where(IsText).Select(model => new DrillModel(
            ModelId.Parse(model.ModelId), model.InferenceTypesSupported?.Contains("ON_DEMAND") == true)
        {
            Geography = Of(model.ModelId, isGlobal: false),
            Global = Of(model.ModelId, isGlobal: true),
            Streams = model.ResponseStreamingSupported != false,
        }).DistinctBy(model => model.Id.Id)];

        string? Of(string id, bool isGlobal) => profiles.Find(profile => profile.Id == id && profile.Geography is not null
            && (profile.Geography == ProfileGeography.Global) == isGlobal)?.Raw;
    }

    private static bool IsText(FoundationModelSummary model) =>
        model.InputModalities?.Contains(Text) != false && model.OutputModalities is null or [Text];
}

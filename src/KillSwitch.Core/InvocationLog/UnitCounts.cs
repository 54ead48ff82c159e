using System.Text.Json;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// Counts what AWS charges a call by that is charged by no token: searches, images, seconds of video. What a body would say and does not
/// (it is not logged, or cannot be read) is one unit of the dearest grade.
/// </summary>
internal static class UnitCounts
{
    private const int DocumentsInSearch = 100;

    /// <summary>What Nova Reel makes where the caller does not say for how long.</summary>
    private const int ShortestVideo = 6;

    private const string MultimodalEmbedding = "amazon.titan-embed-image-v1";

    /// <summary>Of most models no call is charged by a unit, and nobody has to look into its bodies.</summary>
    public static bool IsByUnit(ModelId model) =>
        model.Id == MultimodalEmbedding || model.Modality is Modality.Rerank or Modality.Image or Modality.Video;

    /// <param name="model">One of which <see cref="IsByUnit"/> holds.</param>
    /// <param name="request"><c>inputBodyJson</c>; empty where there is none.</param>
    /// <param name="answer"><c>outputBodyJson</c>; the same.</param>
    public static BilledUnits Of(ModelId model, ReadOnlySpan<byte> request, ReadOnlySpan<byte> answer)
    {
        using var asked = Parse(request);
        using var said = Parse(answer);
        try
        {
            return Count(model, asked?.RootElement ?? default, said?.RootElement ?? default);
        }
        catch (InvalidOperationException)
        {
            // Text that is none.
            return Count(model, default, default);
        }
    }

    private static BilledUnits Count(ModelId model, JsonElement ask, JsonElement say) => model.Id == MultimodalEmbedding
        ? new BilledUnits(
            UnitKind.Image,
            ask.ValueKind != JsonValueKind.Object || Member(ask, "inputImage").ValueKind == JsonValueKind.String ? 1 : 0)
        : model.Modality switch
        {
            Modality.Rerank => new BilledUnits(UnitKind.Search, Searches(ask, say)),
            Modality.Video => new BilledUnits(UnitKind.VideoSecond, Seconds(ask)),
            _ => Images(ask, say),
        };

    private static decimal Searches(JsonElement ask, JsonElement say) =>
        Number(Member(Member(Member(say, "meta"), "billed_units"), "search_units")) is { } units ? units
        : Math.Max(1, (Length(Member(ask, "documents")) + DocumentsInSearch - 1) / DocumentsInSearch);

    private static decimal Seconds(JsonElement ask)
    {
        var input = Member(ask, "modelInput") is { ValueKind: JsonValueKind.Object } inner ? inner : ask;
        return Number(Member(Member(input, "videoGenerationConfig"), "durationSeconds")) ?? ShortestVideo;
    }

    private static BilledUnits Images(JsonElement ask, JsonElement say)
    {
        var config = Member(ask, "imageGenerationConfig");
        var made = Math.Max(Length(Member(say, "images")), Length(Member(say, "artifacts")));
        var quantity = made > 0 ? made : Math.Max(1, Number(Member(config, "numberOfImages")) ?? 1);
        var side = Math.Max(Number(Member(config, "width")) ?? 0, Number(Member(config, "height")) ?? 0);
        // Without a request nobody knows what was asked for.
        var isPremium = config.ValueKind != JsonValueKind.Object
            || (Member(config, "quality") is { ValueKind: JsonValueKind.String } quality && quality.GetString() == "premium");
        return new BilledUnits(UnitKind.Image, quantity, isPremium, (int)Math.Clamp(side, 0, int.MaxValue));
    }

    private static JsonDocument? Parse(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return null;
        try
        {
            var document = JsonDocument.Parse(body.ToArray());
            if (document.RootElement.ValueKind != JsonValueKind.String)
                return document;
            using (document)
                return JsonDocument.Parse(document.RootElement.GetString()!);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    private static int Length(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;

    private static decimal? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number is >= 0 and <= 1_000_000 ? number : null;
}

using Amazon.Bedrock.Model;
using KillSwitch.Aws.Routes;

namespace KillSwitch.Aws.Denies;

/// <summary>The foundation models that Bedrock has in some regions, as it lists them; asked anew after half a minute.</summary>
/// <param name="regions">Where to look.</param>
public sealed class OfferedModels(BedrockByRegion bedrock, IReadOnlyList<string> regions, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private (DateTimeOffset At, IReadOnlyList<string> Ids, string? Unread)? _last;

    /// <summary>Their ids, and a sentence on where they could not be listed; null where they could everywhere.</summary>
    public async ValueTask<(IReadOnlyList<string> Ids, string? Unread)> ListAsync(CancellationToken cancellation)
    {
        if (_last is { } last && clock.GetUtcNow() - last.At < Fresh)
            return (last.Ids, last.Unread);
        var (ids, unread) = (new List<string>(), new List<string>());
        foreach (var region in regions)
        {
            try
            {
                var listed = await bedrock.In(region).ListFoundationModelsAsync(new ListFoundationModelsRequest(), cancellation);
                ids.AddRange((listed.ModelSummaries ?? []).Select(model => model.ModelId));
            }
            catch (Exception error) when (AwsFailure.Is(error))
            {
                unread.Add($"the models of {region} could not be listed: {AwsProblem.ClauseOf(error)}");
            }
        }

        var (found, problem) = (ids.Distinct().ToList(), unread.Count == 0 ? null : string.Join("; ", unread));
        _last = (clock.GetUtcNow(), found, problem);
        return (found, problem);
    }
}

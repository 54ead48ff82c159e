using Amazon;
using Amazon.BedrockRuntime;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime;
using KillSwitch.Core.Caching.Probes;

namespace KillSwitch.Cli.Caching.Live;

/// <summary>Bedrock's Converse, at Bedrock itself or at a gateway that speaks it.</summary>
internal sealed class Converse : ILayerClient
{
    private readonly AmazonBedrockRuntimeClient _bedrock;
    private readonly Layer _layer;

    public Converse(Layer layer, AWSCredentials credentials, RegionEndpoint region, TimeSpan timeout)
    {
        _layer = layer;
        var config = new AmazonBedrockRuntimeConfig { RegionEndpoint = region, Timeout = timeout };
        if (layer.Address is { } address)
        {
            // The region goes first: setting it forgets an address.
            config.ServiceURL = address.ToString();
            config.AuthenticationRegion = region.SystemName;
        }

        _bedrock = new AmazonBedrockRuntimeClient(credentials, config);
    }

    public async Task<ProbeUsage> AskAsync(ProbePrompt prompt, string question, CancellationToken cancellation)
    {
        ConverseResponse answer;
        try
        {
            answer = await _bedrock.ConverseAsync(
                new ConverseRequest
                {
                    ModelId = _layer.Model.Raw,
                    System = [new SystemContentBlock { Text = prompt.Long }, new SystemContentBlock
                    {
                        CachePoint = new CachePointBlock { Type = CachePointType.Default },
                    }],
                    Messages = [new Message { Role = ConversationRole.User, Content = [new ContentBlock { Text = question }] }],
                    InferenceConfig = new InferenceConfiguration { MaxTokens = ProbePrompt.AnswerTokens },
                },
                cancellation);
        }
        catch (Exception error) when (error is TimeoutException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new UnansweredException($"`{_layer.Name}` did not answer in time; `--timeout` gives it longer");
        }
        catch (AmazonUnmarshallingException)
        {
            throw new UnansweredException($"`{_layer.Name}` answered something that is not Converse's JSON");
        }

        return answer.Usage is { } usage
            ? new ProbeUsage((usage.InputTokens ?? 0) + (usage.CacheReadInputTokens ?? 0) + (usage.CacheWriteInputTokens ?? 0),
                usage.CacheReadInputTokens, usage.CacheWriteInputTokens)
            : throw new UnansweredException($"`{_layer.Name}` answered without a `usage` object, so that nothing can be told");
    }

    public void Dispose() => _bedrock.Dispose();
}

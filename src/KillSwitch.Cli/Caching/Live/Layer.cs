using KillSwitch.Cli.Inputs;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Cli.Caching.Live;

/// <summary>A layer to send the prompts through.</summary>
/// <param name="Name">As it was given.</param>
/// <param name="Address">Null for Bedrock itself, wherever the region has it.</param>
/// <param name="Model">As this layer calls it.</param>
/// <param name="Key">The API key; null for none.</param>
internal sealed record Layer(string Name, Uri? Address, LayerApi Api, ModelId Model, string? Key)
{
    /// <summary>The word that stands for Bedrock itself.</summary>
    public const string BedrockWord = "bedrock";

    private const string Completions = "/chat/completions";

    /// <summary>Reads what the person gave; a mistake is a <see cref="BadInputException"/>.</summary>
    public static Layer Parse(string text, LayerApi api, string model, string? key)
    {
        if (text == BedrockWord)
            return new Layer(text, null, LayerApi.Bedrock, ModelId.Parse(model), null);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            || address.Host.Length == 0)
        {
            throw new BadInputException($"`{text}` is no address; allowed: a URL such as http://127.0.0.1:4000, or the word {BedrockWord}");
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new BadInputException(
                $"the address of `{address.Host}` holds a name, a key or a query; a key is read from an environment variable "
                + "(`--api-key-env`)");
        }

        return api == LayerApi.Bedrock || IsBedrockHost(address.Host)
            ? new Layer(text, address, LayerApi.Bedrock, ModelId.Parse(model), null)
            : new Layer(text, Endpoint(address), LayerApi.OpenAi, ModelId.Parse(model), key);
    }

    // A base address with or without its version, or the endpoint itself.
    private static Uri Endpoint(Uri address)
    {
        var path = address.AbsolutePath.TrimEnd('/');
        if (path.EndsWith(Completions, StringComparison.Ordinal))
            return address;
        var isVersion = path.LastIndexOf('/') is var slash and >= 0 && path[(slash + 1)..] is ['v', >= '0' and <= '9', ..];
        return new UriBuilder(address) { Path = path + (isVersion ? "" : "/v1") + Completions }.Uri;
    }

    private static bool IsBedrockHost(string host) =>
        host.StartsWith("bedrock-runtime", StringComparison.Ordinal) && host.Contains(".amazonaws.", StringComparison.Ordinal);
}

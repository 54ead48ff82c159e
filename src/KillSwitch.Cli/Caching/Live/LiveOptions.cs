using System.CommandLine;
using Amazon;
using Amazon.Runtime;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Caching.Probes;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;

namespace KillSwitch.Cli.Caching.Live;

/// <summary>The options of <c>caching --live</c>, and what they ask for.</summary>
internal sealed class LiveOptions
{
    private const int MostWords = 150_000;

    private static readonly Usd Bound = new(0.50m);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(2);

    private readonly Option<string[]> _live = new("--live")
    {
        Description =
            "Send two long prompts through a gateway: its URL, or the word bedrock. Again for each layer behind it, the outermost first.",
        HelpName = "URL",
    };

    private readonly Option<string[]> _model = new("--model")
    {
        Description = "The model to call with --live; once for all layers, or once for each.",
        HelpName = "ID",
    };

    private readonly Option<string?> _api = new Option<string?>("--api")
    {
        Description = "What the gateways speak. [default: openai]",
    }.Among("openai", "bedrock");

    private readonly Option<string[]> _keys = new("--api-key-env")
    {
        Description = "The environment variable that holds the gateway's key; once for all layers, or once for each. [default: "
            + "OPENAI_API_KEY, LITELLM_API_KEY]",
        HelpName = "NAME",
    };

    private readonly Option<int?> _words = new("--prompt-tokens")
    {
        Description = "How long the prompts are at least. [default: somewhat more than the model's minimum]",
        HelpName = "NUMBER",
    };

    private readonly Option<TimeSpan?> _pause = DelayOption.Create("--pause", "Between the two calls.", DefaultPause);

    private readonly Option<TimeSpan?> _timeout = DelayOption.Create("--timeout", "How long to wait for an answer.", DefaultTimeout);

    private readonly Option<bool> _yes = new("--yes") { Description = $"Send the prompts though they may cost more than {Bound}." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _live, _model, _api, _keys, _words, _pause, _timeout, _yes })
            command.Options.Add(option);
    }

    public bool IsGiven(ParseResult parsed)
    {
        if (parsed.GetValue(_live) is { Length: > 0 })
            return true;
        var stray = new Option[] { _model, _api, _keys, _words, _pause, _timeout, _yes }.FirstOrDefault(
            option => parsed.GetResult(option) is { Implicit: false });
        return stray is null ? false : throw new BadInputException($"`{stray.Name}` is for a probe; give `--live URL`");
    }

    public async Task<int> RunAsync(
        ParseResult parsed, AccountOptions account, Option<string?> prices, Terminal terminal, CancellationToken cancellation)
    {
        var layers = Layers(parsed);
        var probe = new LiveProbe(layers, Words(parsed, layers));
        var atMost = probe.CostAtMost(OwnPrices.Book(parsed.GetValue(prices), new Policy(), terminal), GuardSession.Now);
        var plan = $"two prompts of {probe.Words:#,##0} tokens or a little more through "
            + $"{(layers.Count == 1 ? "one layer" : $"{layers.Count} layers")}, at most {atMost} at list price";
        if (atMost > Bound && !parsed.GetValue(_yes))
        {
            terminal.Warn($"killswitch: {plan}; that is more than {Bound}: give `--yes` to send them, or a smaller `--prompt-tokens`");
            return ExitCode.Refused;
        }

        var person = layers.Any(layer => layer.Api == LayerApi.Bedrock) ? account.SignIn(parsed) : ((AWSCredentials, RegionEndpoint)?)null;
        terminal.Warn("sending " + plan);
        foreach (var layer in layers.Where(layer => layer is { Key: not null, Address: { Scheme: "http", IsLoopback: false } }))
            terminal.Warn($"the key goes to `{PlainText.Of(layer.Name)}` unencrypted");
        var timeout = parsed.GetValue(_timeout) is { } given && given > TimeSpan.Zero ? given : DefaultTimeout;
        try
        {
            var probed = await probe.RunAsync(Open, parsed.GetValue(_pause) ?? DefaultPause, cancellation);
            var finding = ProbeFinding.Of(probed);
            if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
                JsonOutput.Write(terminal, json => LiveOutput.WriteJson(json, probed, finding, atMost));
            else
                LiveOutput.WriteText(terminal.Out, probed, finding);
            return finding.Works ? ExitCode.Done : ExitCode.Refused;
        }
        catch (UnansweredException error)
        {
            terminal.Warn($"killswitch: {error.Message}");
            return ExitCode.AwsRefused;
        }

        ILayerClient Open(Layer layer) => layer.Api == LayerApi.Bedrock
            ? new Converse(layer, person!.Value.Item1, person.Value.Item2, timeout)
            : new ChatCompletions(layer, timeout);
    }

    private List<Layer> Layers(ParseResult parsed)
    {
        var names = parsed.GetValue(_live)!;
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            throw new BadInputException("a layer is given twice; `--live` names each once, the outermost first");
        var api = parsed.GetValue(_api) == "bedrock" ? LayerApi.Bedrock : LayerApi.OpenAi;
        if (parsed.GetValue(_model) is not { Length: > 0 } models)
            throw new BadInputException("`--live` needs a model; give `--model ID`, as the gateway calls it");
        var keys = parsed.GetValue(_keys) is { Length: > 0 } named ? named : [];
        return [.. names.Select(
            (name, i) => Layer.Parse(name, api, Each(models, i, names.Length, _model.Name)!, name == Layer.BedrockWord
            ? null
            : ApiKeys.Find(Each(keys, i, names.Length, _keys.Name))))];
    }

    private static string? Each(string[] values, int index, int layers, string option) => values.Length switch
    {
        0 => null,
        1 => values[0],
        _ when values.Length == layers => values[index],
        _ => throw new BadInputException(
            $"`{option}` is given {values.Length} times for {layers} layers; allowed: once for all, or once for each"),
    };

    private int Words(ParseResult parsed, List<Layer> layers) => parsed.GetValue(_words) switch
    {
        null => LiveProbe.WordsFor(layers),
        { } words and >= 1 and <= MostWords => words,
        { } words => throw new BadInputException($"`{words}` is no length of a prompt; allowed: 1 to {MostWords:#,##0} tokens"),
    };
}

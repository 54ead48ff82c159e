using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace KillSwitch.EmulatedAccount;

/// <summary>How a price list is given.</summary>
public enum PriceListMood
{
    Whole,

    /// <summary>Half of each file, as the announced length shows.</summary>
    Cut,

    /// <summary>Half of each file, as if it were all.</summary>
    CutAndHidden,
    Throttled,
    Unavailable,
    Page,
    Empty,
}

/// <summary>
/// AWS's Price List on this machine: its public files and <c>GetProducts</c>, and what Bedrock says of models and their offers.
/// </summary>
public sealed class PriceListServer : IDisposable
{
    private static readonly Dictionary<string, string> Regions = new()
    {
        ["us-east-1"] = "USE1",
        ["eu-central-1"] = "EUC1",
    };

    private readonly HttpListener _listener = new();

    public PriceListServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    /// <summary>How the files are given.</summary>
    public PriceListMood Files { get; set; }

    /// <summary>How <c>GetProducts</c> answers.</summary>
    public PriceListMood Products { get; set; } = PriceListMood.Throttled;

    /// <summary>How many further requests of files are refused before they are answered.</summary>
    public int Hiccups { get; set; }

    /// <summary>
    /// Dollars a million tokens, by the model's name and the usage type without region: <c>Nova Micro/NovaMicro-input-tokens</c>.
    /// </summary>
    public ConcurrentDictionary<string, decimal> Prices { get; } = new();

    /// <summary>Since when.</summary>
    public DateOnly Effective { get; set; } = new(2026, 4, 1);

    /// <summary>How Bedrock lists its models.</summary>
    public PriceListMood Models { get; set; }

    /// <summary>Models that Bedrock offers, by name.</summary>
    public ConcurrentDictionary<string, string> Offered { get; } = new();

    /// <summary>What the account is offered models at: model, then dimension and dollars.</summary>
    public ConcurrentDictionary<string, (string Dimension, string Price)[]> RateCards { get; } = new();

    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Input and output of a model of AWS's own.</summary>
    public PriceListServer Put(string model, decimal input, decimal output)
    {
        var name = model.Replace(" ", "", StringComparison.Ordinal);
        (Prices[$"{model}/{name}-input-tokens"], Prices[$"{model}/{name}-output-tokens"]) = (input, output);
        return this;
    }

    public void Take(string model)
    {
        foreach (var name in Prices.Keys.Where(name => name.StartsWith(model + "/", StringComparison.Ordinal)))
            Prices.TryRemove(name, out _);
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await AnswerAsync(context);
            }
            catch (Exception error) when (
                error is HttpListenerException or ObjectDisposedException or IOException or ProtocolViolationException)
            {
                continue;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        using var reader = new StreamReader(context.Request.InputStream);
        var asked = await reader.ReadToEndAsync();
        Asked.Enqueue(path + asked);
        switch (path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            case []:
                await GiveAsync(context, Products, asked.Contains("\"AmazonBedrock\"", StringComparison.Ordinal)
                    ? ProductPage(JsonNode.Parse(asked)!["Filters"]![0]!["Value"]!.GetValue<string>())
                    : """{"FormatVersion":"aws_v1","PriceList":[]}""", """{"__type":"ThrottlingException","message":"slow down"}""");
                break;
            case ["foundation-models"]:
                await GiveAsync(context, Models, new JsonObject
                {
                    ["modelSummaries"] = new JsonArray([.. Offered.Select(one => new JsonObject
                    {
                        ["modelArn"] = "arn:aws:bedrock:us-east-1::foundation-model/" + one.Value,
                        ["modelId"] = one.Value,
                        ["modelName"] = one.Key,
                    })]),
                }.ToJsonString(), """{"message":"not you"}""", 403);
                break;
            case ["list-foundation-model-agreement-offers", var model]:
                await OfferAsync(context, model);
                break;
            case [.., var code, "current", "region_index.json"]:
                await GiveAsync(context, Mood(), Index(code));
                break;
            case [.., var code, "current", var region, "index.json"]:
                await GiveAsync(context, Mood(), File(code, region));
                break;
            default:
                context.Response.StatusCode = 404;
                context.Response.Close();
                break;
        }
    }

    private PriceListMood Mood() => Hiccups-- > 0 ? PriceListMood.Unavailable : Files;

    private async Task OfferAsync(HttpListenerContext context, string model)
    {
        if (!RateCards.TryGetValue(model, out var rates))
        {
            await GiveAsync(context, PriceListMood.Throttled, "", """{"message":"not of the Marketplace"}""", 400);
            return;
        }

        await GiveAsync(context, PriceListMood.Whole, new JsonObject
        {
            ["modelId"] = model,
            ["offers"] = new JsonArray(new JsonObject
            {
                ["offerToken"] = "t",
                ["termDetails"] = new JsonObject
                {
                    ["usageBasedPricingTerm"] = new JsonObject
                    {
                        ["rateCard"] = new JsonArray([.. rates.Select(rate => new JsonObject
                        {
                            ["dimension"] = rate.Dimension,
                            ["price"] = rate.Price,
                            ["unit"] = "Units",
                        })]),
                    },
                },
            }),
        }.ToJsonString());
    }

    private static async Task GiveAsync(
        HttpListenerContext context, PriceListMood mood, string body, string refusal = "slow down", int refused = 429)
    {
        var answer = context.Response;
        var bytes = Encoding.UTF8.GetBytes(mood switch
        {
            PriceListMood.Throttled => refusal,
            PriceListMood.Unavailable => "<html>503</html>",
            PriceListMood.Page => "<html>Welcome</html>",
            PriceListMood.Empty => "",
            PriceListMood.CutAndHidden => body[..(body.Length / 2)],
            _ => body,
        });
        answer.StatusCode = mood switch
        {
            PriceListMood.Throttled => refused,
            PriceListMood.Unavailable => 503,
            _ => 200,
        };
        answer.ContentType = "application/json";
        answer.ContentLength64 = bytes.Length;
        if (mood == PriceListMood.Cut)
        {
            await answer.OutputStream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await answer.OutputStream.FlushAsync();
            answer.Abort();
            return;
        }

        await answer.OutputStream.WriteAsync(bytes);
        answer.Close();
    }

    private static string Index(string code) => new JsonObject
    {
        ["formatVersion"] = "v1.0",
        ["regions"] = new JsonObject(code == "AmazonBedrock"
            ? Regions.Keys.Select(region => KeyValuePair.Create(region, (JsonNode?)new JsonObject
            {
                ["regionCode"] = region,
                ["currentVersionUrl"] = $"/offers/v1.0/aws/{code}/20261130000000/{region}/index.json",
            }))
            : []),
    }.ToJsonString();

    private string File(string code, string region) => new JsonObject
    {
        ["formatVersion"] = "v1.0",
        ["offerCode"] = code,
        ["version"] = "20261130000000",
        ["publicationDate"] = "2026-11-30T00:00:00Z",
        ["products"] = new JsonObject(Rows(region).Select(row => KeyValuePair.Create(row.Sku, (JsonNode?)row.Product))),
        ["terms"] = new JsonObject
        {
            ["OnDemand"] = new JsonObject(Rows(region).Select(row => KeyValuePair.Create(row.Sku, (JsonNode?)row.Terms))),
        },
    }.ToJsonString();

    private string ProductPage(string region) => new JsonObject
    {
        ["FormatVersion"] = "aws_v1",
        ["PriceList"] = new JsonArray([.. Rows(region).Select(row => (JsonNode)new JsonObject
        {
            ["product"] = row.Product,
            ["terms"] = new JsonObject { ["OnDemand"] = row.Terms },
            ["version"] = "20261130000000",
            ["publicationDate"] = "2026-11-30T00:00:00Z",
        }.ToJsonString())]),
    }.ToJsonString();

    private IEnumerable<(string Sku, JsonObject Product, JsonObject Terms)> Rows(string region)
    {
        foreach (var (name, usd) in Prices.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var (model, usage) = name.Split('/') is [var first, var second] ? (first, second) : (name, name);
            var sku = "SKU" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16];
            yield return (
                sku,
                new JsonObject
                {
                    ["sku"] = sku,
                    ["attributes"] = new JsonObject
                    {
                        ["regionCode"] = region,
                        ["servicecode"] = "AmazonBedrock",
                        ["servicename"] = "Amazon Bedrock",
                        ["usagetype"] = $"{Regions[region]}-{usage}",
                        ["model"] = model,
                        ["feature"] = "On-demand Inference",
                    },
                },
                new JsonObject
                {
                    [sku + ".T"] = new JsonObject
                    {
                        ["effectiveDate"] = Effective.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z",
                        ["priceDimensions"] = new JsonObject
                        {
                            [sku + ".T.D"] = new JsonObject
                            {
                                ["unit"] = "1K tokens",
                                ["pricePerUnit"] = new JsonObject { ["USD"] = (usd / 1000).ToString(CultureInfo.InvariantCulture) },
                            },
                        },
                    },
                });
        }
    }
}

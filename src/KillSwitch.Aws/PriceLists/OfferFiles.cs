using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using KillSwitch.Core.Json;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.PriceLists;

/// <summary>The public offer files of AWS's Price List, which nobody signs for.</summary>
/// <param name="address">Where they are.</param>
public sealed class OfferFiles(Uri address)
{
    private const int Attempts = 3;

    // Of a region AWS's are 2 MB.
    private const int Largest = 32 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(3),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>AWS's own, or those that the environment names; null where no list is to be read.</summary>
    public static OfferFiles? Here => Environment.GetEnvironmentVariable(GuardSetting.PriceList) switch
    {
        GuardSetting.NoPriceList => null,
        { Length: > 0 } other => new OfferFiles(new Uri(other)),
        _ => new OfferFiles(new Uri("https://pricing.us-east-1.amazonaws.com")),
    };

    /// <summary>What a service charges in a region; null where AWS lists none there.</summary>
    /// <exception cref="FormatException">What came is not the whole list.</exception>
    /// <exception cref="HttpRequestException">Nothing came.</exception>
    public async Task<OfferFile?> ReadAsync(string code, string region, CancellationToken cancellation)
    {
        using var index = Parse(await GetAsync($"/offers/v1.0/aws/{code}/current/region_index.json", cancellation));
        if (!index.RootElement.TryGetProperty("regions", out var regions) || regions.ValueKind != JsonValueKind.Object)
            throw new FormatException("the index of its regions names none");
        if (!regions.TryGetProperty(region, out _))
            return null;
        return OfferFile.Read(await GetAsync($"/offers/v1.0/aws/{code}/current/{region}/index.json", cancellation), code);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new FormatException("its index is no index");
        }
        catch (JsonException error)
        {
            throw new FormatException($"the index of its regions is not whole: {JsonFault.Clause(error)}", error);
        }
    }

    private async Task<ReadOnlyMemory<byte>> GetAsync(string path, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                soon.CancelAfter(Patience);
                return await GetOnceAsync(new Uri(address, path), soon.Token);
            }
            catch (Exception error) when (IsPassing(error) && attempt < Attempts && !cancellation.IsCancellationRequested)
            {
                // Waited out below.
            }
            catch (Exception error) when (error is IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                throw new HttpRequestException(
                    error is IOException ? "the answer broke off" : $"no answer came within {Patience.TotalSeconds} seconds", error);
            }

            var wait = TimeSpan.FromMilliseconds(250 * (1 << attempt));
            await Task.Delay(wait < LongestWait ? wait : LongestWait, cancellation);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> GetOnceAsync(Uri uri, CancellationToken cancellation)
    {
        using var answer = await Client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"the answer was {(int)answer.StatusCode}", inner: null, answer.StatusCode);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        using var bytes = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (await stream.ReadAsync(chunk, cancellation) is var length and > 0)
        {
            await bytes.WriteAsync(chunk.AsMemory(0, length), cancellation);
            if (bytes.Length > Largest)
                throw new FormatException($"it is larger than {Largest >> 20} MB");
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static bool IsPassing(Exception error) => error switch
    {
        HttpRequestException { StatusCode: { } status } =>
            status >= HttpStatusCode.InternalServerError || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout,
        // Where no way leads, none will in a second.
        HttpRequestException { InnerException: SocketException } => false,
        HttpRequestException or IOException or OperationCanceledException => true,
        _ => false,
    };
}

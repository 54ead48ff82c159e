using System.IO.Compression;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Engine.InvocationLogs;

namespace KillSwitch.Benchmarks;

/// <summary>What reading a subscription's payload costs, held against what decompressing it costs.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class ReaderBenchmarks
{
    private readonly InvocationReader _reader = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private byte[] _json = [];
    private byte[] _gzip = [];
    private byte[] _event = [];
    private long _tokens;

    /// <summary>Whether each call repeats the conversation so far; then the payload compresses far better, and gunzip is faster.</summary>
    [Params(false, true)]
    public bool Continued { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _json = AgentTranscript.Payload(seed: 7, size: 1 << 20, bodySize: 20 * 1024, Continued);
        _gzip = Compress(_json);
        _event = JsonSerializer.SerializeToUtf8Bytes(new { awslogs = new { data = Convert.ToBase64String(_gzip) } });
        Console.WriteLine(
            $"// payload: {_json.Length:N0} bytes, {_gzip.Length:N0} compressed ({(double)_json.Length / _gzip.Length:F1} to 1), {Read()} "
            + "records");
    }

    [Benchmark(Baseline = true, Description = "gunzip alone")]
    public long Decompress()
    {
        using var gzip = new GZipStream(new MemoryStream(_gzip), CompressionMode.Decompress);
        var total = 0L;
        for (int read; (read = gzip.Read(_buffer)) > 0;)
            total += read;
        return total;
    }

    [Benchmark(Description = "our reader, decompressed")]
    public long Read()
    {
        var records = 0L;
        SubscriptionPayload.ReadDecoded(_json, _reader, _ => records++, Fail);
        return records;
    }

    [Benchmark(Description = "our reader, as delivered")]
    public long ReadDelivered()
    {
        var records = 0L;
        SubscriptionPayload.Read(_event, _reader, _ => records++, Fail);
        return records;
    }

    [Benchmark(Description = "Utf8JsonReader, two levels")]
    public long TwoLevels()
    {
        _tokens = 0;
        var reader = new Utf8JsonReader(_json);
        var buffer = new byte[256 * 1024];
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("message"u8))
            {
                reader.Read();
                ReadEnvelope(buffer.AsSpan(0, reader.CopyString(buffer)));
            }
        }

        return _tokens;
    }

    [Benchmark(Description = "JsonDocument")]
    public long Document()
    {
        using var payload = JsonDocument.Parse(_json);
        var tokens = 0L;
        foreach (var logEvent in payload.RootElement.GetProperty("logEvents").EnumerateArray())
        {
            using var record = JsonDocument.Parse(logEvent.GetProperty("message").GetString()!);
            tokens += record.RootElement.GetProperty("input").GetProperty("inputTokenCount").GetInt64();
            tokens += record.RootElement.GetProperty("output").GetProperty("outputTokenCount").GetInt64();
        }

        return tokens;
    }

    internal static byte[] Compress(byte[] json)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(json);
        return compressed.ToArray();
    }

    private static void Fail(string reason) => throw new InvalidOperationException(reason);

    private void ReadEnvelope(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("inputBodyJson"u8) || reader.ValueTextEquals("outputBodyJson"u8))
                reader.Skip();
            else if (reader.ValueTextEquals("inputTokenCount"u8) || reader.ValueTextEquals("outputTokenCount"u8))
                _tokens += reader.Read() ? reader.GetInt64() : 0;
        }
    }
}

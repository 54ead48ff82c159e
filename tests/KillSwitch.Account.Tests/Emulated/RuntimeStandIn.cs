using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using System.Xml.Linq;
using Amazon.Runtime.EventStreams;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// Stands for Bedrock's runtime endpoint and for mantle's: answers in every way in which the drill calls, refuses as IAM would, takes
/// money, writes records of Bedrock's shape into the log group, and has them delivered to the packaged meter.
/// </summary>
internal sealed class RuntimeStandIn : IDisposable
{
    private const string Region = "us-east-1";

    // So long that its start is not its end.
    private static readonly TimeSpan OfLongAnswer = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan OfLog = TimeSpan.FromMilliseconds(500);

    private readonly HttpListener _listener = new();
    private readonly HttpClient _client = new();
    private readonly PreparedGuard _guard;
    private readonly RawAccount _raw;
    private readonly RuntimeAccess _access;
    private readonly PriceBook _prices = new();
    private readonly ConcurrentDictionary<string, RuntimeAccess.Session> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _cached = new(StringComparer.Ordinal);
    private readonly Channel<(DateTimeOffset At, string Record)> _written = Channel.CreateUnbounded<(DateTimeOffset, string)>();
    private readonly Lock _lock = new();
    private readonly Task _writing;

    public RuntimeStandIn(PreparedGuard guard)
    {
        (_guard, _raw) = (guard, new RawAccount(guard.Server));
        _access = new RuntimeAccess(_raw);
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        }

        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _ = Task.Run(AcceptAsync);
        _writing = Task.Run(WriteAsync);
    }

    public Uri Url { get; }

    public RuntimeDifference Difference { get; set; }

    /// <summary>In US dollars, by what was served.</summary>
    public decimal Charged { get; private set; }

    /// <summary>What went wrong here, for a story that fails.</summary>
    public ConcurrentQueue<string> Troubles { get; } = new();

    /// <summary>Where Bedrock writes its records from here on.</summary>
    public async Task PrepareAsync()
    {
        var known = await _raw.JsonAsync(
            "logs", "Logs_20140328.DescribeLogGroups", $$"""{"logGroupNamePrefix":"{{Calls.Group}}"}""");
        if (known.GetProperty("logGroups").GetArrayLength() == 0)
        {
            await _raw.JsonAsync("logs", "Logs_20140328.CreateLogGroup", $$"""{"logGroupName":"{{Calls.Group}}"}""");
            await _raw.JsonAsync("logs", "Logs_20140328.CreateLogStream",
                $$"""{"logGroupName":"{{Calls.Group}}","logStreamName":"{{BedrockWriter.Stream}}"}""");
        }

        await _guard.WriteLogsToAsync(Calls.Group);
        _guard.Front.Instead = (operation, url) => operation switch
        {
            "GET /foundation-models" => Models,
            "GET /inference-profiles" => Profiles(url.Query),
            _ => null,
        };
    }

    public void Dispose()
    {
        _listener.Close();
        _written.Writer.TryComplete();
        _writing.Wait(TimeSpan.FromSeconds(30));
        _raw.Dispose();
        _client.Dispose();
    }

    private const string Models = """
        {"modelSummaries":[
        {"modelId":"amazon.nova-micro-v1:0","modelName":"Nova Micro","inputModalities":["TEXT"],"outputModalities":["TEXT"],"inferenceTypesSupported":["ON_DEMAND"],"responseStreamingSupported":true},
        {"modelId":"amazon.nova-lite-v1:0","modelName":"Nova Lite","inputModalities":["TEXT","IMAGE"],"outputModalities":["TEXT"],"inferenceTypesSupported":["ON_DEMAND"],"responseStreamingSupported":true},
        {"modelId":"openai.gpt-oss-20b-1:0","modelName":"gpt-oss","inputModalities":["TEXT"],"outputModalities":["TEXT"],"inferenceTypesSupported":["ON_DEMAND"],"responseStreamingSupported":true},
        {"modelId":"amazon.nova-canvas-v1:0","modelName":"Nova Canvas","inputModalities":["TEXT"],"outputModalities":["IMAGE"],"inferenceTypesSupported":["ON_DEMAND"]}]}
        """;

    private static string Profiles(string query) => query.Contains("APPLICATION", StringComparison.Ordinal)
        ? """{"inferenceProfileSummaries":[]}"""
        : """
        {"inferenceProfileSummaries":[
        {"inferenceProfileName":"US","inferenceProfileArn":"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-micro-v1:0","inferenceProfileId":"us.amazon.nova-micro-v1:0","models":[{"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-micro-v1:0"}],"type":"SYSTEM_DEFINED"},
        {"inferenceProfileName":"Global","inferenceProfileArn":"arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.amazon.nova-micro-v1:0","inferenceProfileId":"global.amazon.nova-micro-v1:0","models":[{"modelArn":"arn:aws:bedrock:::foundation-model/amazon.nova-micro-v1:0"}],"type":"SYSTEM_DEFINED"}]}
        """;

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(async () =>
            {
                try
                {
                    await ServeAsync(context);
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    Troubles.Enqueue(error.ToString());
                    context.Response.Abort();
                }
            });
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        var began = DateTimeOffset.UtcNow;
        using var reader = new StreamReader(context.Request.InputStream);
        var body = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
        var parts = context.Request.Url!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var operation = parts[0] == "model" ? Operation(parts[2]) : parts[0] == "openai" ? "InvokeModel" : "CreateInference";
        var model = parts[0] == "model" ? Uri.UnescapeDataString(parts[1]) : body["model"]!.GetValue<string>();
        var session = await SessionAsync(context.Request);
        var id = Guid.NewGuid().ToString();
        context.Response.Headers["x-amzn-RequestId"] = id;
        var action = operation == "CreateInference" ? "bedrock-mantle:CreateInference"
            : operation.EndsWith("Stream", StringComparison.Ordinal) ? "bedrock:InvokeModelWithResponseStream" : "bedrock:InvokeModel";
        if (await RefusedAsync(session, action, Resources(operation, model)) is { } resource)
        {
            await WriteAsync(context, HttpStatusCode.Forbidden, "application/json", JsonSerializer.SerializeToUtf8Bytes(new
            {
                message = $"User: {session.Arn} is not authorized to perform: {action} on resource: {resource} with an explicit deny in an "
                    + "identity-based policy",
            }), "AccessDeniedException");
            Log(operation, model, session, id, began, counts: null);
            return;
        }

        var counts = CountsOf(body);
        if (operation == "ConverseStream")
            await Task.Delay(OfLongAnswer);
        Charge(model, counts, began);
        await AnswerAsync(context, operation, parts[0], counts);
        if (operation != "CreateInference")
            Log(operation, model, session, id, began, counts);
    }

    private static string Operation(string path) => path switch
    {
        "converse" => "Converse",
        "converse-stream" => "ConverseStream",
        "invoke" => "InvokeModel",
        "invoke-with-response-stream" => "InvokeModelWithResponseStream",
        _ => throw new InvalidOperationException($"`{path}` is no operation of the runtime"),
    };

    private async Task<RuntimeAccess.Session> SessionAsync(HttpListenerRequest request)
    {
        var credential = request.Headers["Authorization"]!.Split("Credential=")[1];
        var key = credential[..credential.IndexOf('/', StringComparison.Ordinal)];
        if (_sessions.TryGetValue(key, out var known))
            return known;
        using var asked = new HttpRequestMessage(HttpMethod.Post, _guard.Server)
        {
            Content = new FormUrlEncodedContent([new("Action", "GetCallerIdentity"), new("Version", "2011-06-15")]),
        };
        asked.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={key}/20260101/{Region}/sts/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await _client.SendAsync(asked);
        var arn = XElement.Parse(await answer.Content.ReadAsStringAsync()).Descendants()
            .First(element => element.Name.LocalName == "Arn").Value;
        return _sessions[key] = arn.Split('/') is [.., var role, var name] && arn.Contains(":assumed-role/", StringComparison.Ordinal)
            ? new RuntimeAccess.Session(role, name)
            : throw new InvalidOperationException($"`{arn}` is no session of a role");
    }

    private async Task<string?> RefusedAsync(RuntimeAccess.Session session, string action, IReadOnlyList<string> resources)
    {
        var leftOut = Difference.HasFlag(RuntimeDifference.DenyThatDoesNotHold) ? "deny-spending" : null;
        return await _access.RefusedAsync(session.Role, session.Name, action, resources, leftOut)
            ?? (Difference.HasFlag(RuntimeDifference.InnocentIsCut) && session.Role.EndsWith("-innocent", StringComparison.Ordinal)
                ? await _access.RefusedAsync(
                    session.Role.Replace("-innocent", "-runaway", StringComparison.Ordinal), session.Name, action, resources, leftOut)
                : null);
    }

    // Through a profile the call is authorised for it, and for the model where it is served.
    private static IReadOnlyList<string> Resources(string operation, string model)
    {
        if (operation == "CreateInference")
            return [$"arn:aws:bedrock-mantle:{Region}:{RuntimeAccess.Account}:project/default"];
        var parsed = ModelId.Parse(model);
        return parsed.Geography is null
            ? [$"arn:aws:bedrock:{Region}::foundation-model/{model}"]
            : [$"arn:aws:bedrock:{Region}:{RuntimeAccess.Account}:inference-profile/{model}",
                $"arn:aws:bedrock:{(parsed.Geography == ProfileGeography.Global ? "" : "us-west-2")}::foundation-model/{parsed.Id}"];
    }

    private (long Input, long Output, long Read, long Written) CountsOf(JsonObject body)
    {
        var most = (body["inferenceConfig"]?["maxTokens"] ?? body["max_completion_tokens"] ?? body["max_tokens"])!.GetValue<int>();
        var prompt = body["messages"]!.ToJsonString().Length / 4;
        var cached = body["system"]?[0]?["text"]?.GetValue<string>();
        if (cached is null)
            return (prompt, most, 0, 0);
        return _cached.TryAdd(cached, true) ? (prompt, most, 0, cached.Length / 4) : (prompt, most, cached.Length / 4, 0);
    }

    private void Charge(string model, (long Input, long Output, long Read, long Written) counts, DateTimeOffset at)
    {
        var tokens = new TokenUsage(counts.Input, counts.Output, counts.Read, counts.Written);
        var name = model.StartsWith("openai.gpt-oss", StringComparison.Ordinal) && !model.EndsWith(":0", StringComparison.Ordinal)
            ? model + "-1:0" : model;
        lock (_lock)
            Charged += _prices.Find(new Tariff(ModelId.Parse(name), Region), at, tokens.TotalInputTokens).CostOf(tokens).Amount;
    }

    private static Task AnswerAsync(
        HttpListenerContext context, string operation, string endpoint, (long Input, long Output, long Read, long Written) counts)
    {
        var usage = new Dictionary<string, long>
        {
            ["inputTokens"] = counts.Input,
            ["outputTokens"] = counts.Output,
            ["totalTokens"] = counts.Input + counts.Output + counts.Read + counts.Written,
            ["cacheReadInputTokens"] = counts.Read,
            ["cacheWriteInputTokens"] = counts.Written,
        };
        if (endpoint != "model")
        {
            return WriteAsync(context, HttpStatusCode.OK, "application/json", JsonSerializer.SerializeToUtf8Bytes(new
            {
                choices = new[] { new { message = new { role = "assistant", content = "yes" } } },
                usage = new { prompt_tokens = counts.Input, completion_tokens = counts.Output },
            }));
        }

        switch (operation)
        {
            case "Converse":
                return WriteAsync(context, HttpStatusCode.OK, "application/json", JsonSerializer.SerializeToUtf8Bytes(new
                {
                    output = new { message = new { role = "assistant", content = new[] { new { text = "yes" } } } },
                    stopReason = "end_turn",
                    usage,
                }));
            case "InvokeModel":
                context.Response.Headers["X-Amzn-Bedrock-Input-Token-Count"] = counts.Input.ToString(CultureInfo.InvariantCulture);
                context.Response.Headers["X-Amzn-Bedrock-Output-Token-Count"] = counts.Output.ToString(CultureInfo.InvariantCulture);
                return WriteAsync(context, HttpStatusCode.OK, "application/json", JsonSerializer.SerializeToUtf8Bytes(new
                {
                    output = new { message = new { role = "assistant", content = new[] { new { text = "yes" } } } },
                    usage,
                }));
            case "ConverseStream":
                return WriteAsync(context, HttpStatusCode.OK, "application/vnd.amazon.eventstream", [
                    .. Event("messageStart", new { role = "assistant" }),
                    .. Event("contentBlockDelta", new { contentBlockIndex = 0, delta = new { text = "one" } }),
                    .. Event("messageStop", new { stopReason = "end_turn" }),
                    .. Event("metadata", new { usage, metrics = new { latencyMs = 4000 } }),
                ]);
            default:
                return WriteAsync(context, HttpStatusCode.OK, "application/vnd.amazon.eventstream", [
                    .. Chunk(new { contentBlockDelta = new { delta = new { text = "yes" } } }),
                    .. Chunk(new Dictionary<string, object>
                    {
                        ["messageStop"] = new { stopReason = "end_turn" },
                        ["amazon-bedrock-invocationMetrics"] = new
                        {
                            inputTokenCount = counts.Input,
                            outputTokenCount = counts.Output,
                            invocationLatency = 400,
                            firstByteLatency = 100,
                        },
                    }),
                ]);
        }
    }

    private static byte[] Chunk(object json) =>
        Event("chunk", new { bytes = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(json)) });

    private static byte[] Event(string type, object payload) => new EventStreamMessage(
        [Header(":event-type", type), Header(":content-type", "application/json"), Header(":message-type", "event")],
        JsonSerializer.SerializeToUtf8Bytes(payload)).ToByteArray();

    private static EventStreamHeader Header(string name, string value)
    {
        var header = new EventStreamHeader(name);
        header.SetString(value);
        return header;
    }

    private static async Task WriteAsync(
        HttpListenerContext context, HttpStatusCode status, string type, byte[] body, string? error = null)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = type;
        if (error is not null)
            context.Response.Headers["x-amzn-ErrorType"] = error;
        context.Response.ContentLength64 = body.Length;
        await context.Response.OutputStream.WriteAsync(body);
        context.Response.Close();
    }

    private void Log(
        string operation, string model, RuntimeAccess.Session session, string id, DateTimeOffset began,
        (long Input, long Output, long Read, long Written)? counts)
    {
        if (Difference.HasFlag(RuntimeDifference.NoRecords))
            return;
        var at = Difference.HasFlag(RuntimeDifference.StampsAtTheEnd) ? DateTimeOffset.UtcNow : began;
        _written.Writer.TryWrite((at, Record(operation, model, session, id, at, counts)));
        if (Difference.HasFlag(RuntimeDifference.TwoRecordsAStream) && operation.EndsWith("Stream", StringComparison.Ordinal)
            && counts is { } whole)
        {
            _written.Writer.TryWrite((at, Record(operation, model, session, id, at, (whole.Input, 0, 0, 0))));
        }
    }

    // As Bedrock writes it where bodies are not delivered.
    private string Record(
        string operation, string model, RuntimeAccess.Session session, string id, DateTimeOffset at,
        (long Input, long Output, long Read, long Written)? counts)
    {
        var (input, output) = (new JsonObject(), new JsonObject());
        if (counts is { } known)
        {
            (input["inputContentType"], output["outputContentType"]) = ("application/json", "application/json");
            (input["inputTokenCount"], output["outputTokenCount"]) = (known.Input, known.Output);
            if (!Difference.HasFlag(RuntimeDifference.NoCacheCounts) && known.Read + known.Written > 0)
                (input["cacheReadInputTokenCount"], input["cacheWriteInputTokenCount"]) = (known.Read, known.Written);
        }

        var record = new JsonObject
        {
            ["timestamp"] = at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["accountId"] = RuntimeAccess.Account,
            ["region"] = Region,
            ["requestId"] = id,
            ["operation"] = operation,
            ["modelId"] = model,
            ["input"] = input,
            ["output"] = output,
            ["identity"] = new JsonObject { ["arn"] = session.Arn },
            ["schemaType"] = "ModelInvocationLog",
            ["schemaVersion"] = "1.0",
        };
        if (counts is null)
            record["errorCode"] = "AccessDeniedException";
        if (ModelId.Parse(model).Geography is not null)
            record["inferenceRegion"] = "us-west-2";
        return record.ToJsonString();
    }

    // What has been written meanwhile comes in one delivery.
    private async Task WriteAsync()
    {
        while (await _written.Reader.WaitToReadAsync())
        {
            await Task.Delay(OfLog);
            var batch = new List<(DateTimeOffset At, string Record)>();
            while (_written.Reader.TryRead(out var one))
                batch.Add(one);
            try
            {
                await _raw.JsonAsync("logs", "Logs_20140328.PutLogEvents", JsonSerializer.Serialize(new
                {
                    logGroupName = Calls.Group,
                    logStreamName = BedrockWriter.Stream,
                    logEvents = batch.OrderBy(one => one.At)
                        .Select(one => new { timestamp = one.At.ToUnixTimeMilliseconds(), message = one.Record }),
                }));
                if (await _guard.TryDeliverAsync(Payload(batch)) is { } trouble)
                    Troubles.Enqueue(trouble);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Troubles.Enqueue(error.ToString());
            }
        }
    }

    private static byte[] Payload(IEnumerable<(DateTimeOffset At, string Record)> batch)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, new
            {
                messageType = "DATA_MESSAGE",
                owner = RuntimeAccess.Account,
                logGroup = Calls.Group,
                logStream = BedrockWriter.Stream,
                subscriptionFilters = (string[])["killswitch-KillSwitch"],
                logEvents = batch.Select(one => new
                {
                    id = Guid.NewGuid().ToString("N"),
                    timestamp = one.At.ToUnixTimeMilliseconds(),
                    message = one.Record,
                }),
            });
        }

        return JsonSerializer.SerializeToUtf8Bytes(new { awslogs = new { data = Convert.ToBase64String(packed.ToArray()) } });
    }
}

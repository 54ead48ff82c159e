using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KillSwitch.Benchmarks;

/// <summary>
/// Invocation records as a coding agent causes them: prose, code and JSON tool results in the prompt, a short answer.
/// Seeded, so that every run measures the same bytes; words follow Zipf's law, so that they compress as text does.
/// </summary>
/// <param name="seed">Of all that is random.</param>
/// <param name="isContinued">Each call sends the conversation so far again, as agents do, so that neighbours repeat each other.</param>
internal sealed class AgentTranscript(int seed, bool isContinued)
{
    private static readonly string[] Syllables =
        ["con", "ver", "ta", "ri", "mo", "len", "sta", "pro", "di", "er", "ing", "tion", "al", "ser", "vi", "ce", "ac", "re", "quest", "in",
            "put", "out", "ken", "po", "li", "cy", "ad", "min", "us", "a", "the", "of", "and", "to", "is", "for"];

    private readonly Random _random = new(seed);
    private readonly List<object> _conversation = [];
    private readonly string[] _words = MakeWords(new Random(seed));

    /// <summary>The record's JSON; <paramref name="bodySize"/> is the prompt's size in bytes, about.</summary>
    public string Record(int bodySize, bool isStream)
    {
        var input = _random.Next(3, 3000);
        var (read, write, output) = (_random.Next(0, 90_000), _random.Next(0, 4_000), _random.Next(20, 2000));
        return JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["timestamp"] = new DateTime(2026, 9, 8, 12, 0, 0, DateTimeKind.Utc).AddSeconds(_random.Next(3600))
                .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["accountId"] = "111122223333",
            ["identity"] = new { arn = $"arn:aws:sts::111122223333:assumed-role/agent-{_random.Next(4)}/session-{_random.Next(40)}" },
            ["region"] = "us-east-1",
            ["requestId"] = Id(),
            ["operation"] = isStream ? "InvokeModelWithResponseStream" : "Converse",
            ["modelId"] = "us.anthropic.claude-opus-4-6-v1",
            ["input"] = new
            {
                inputContentType = "application/json",
                inputBodyJson = new
                {
                    system = new[] { new { text = Prose(120) } },
                    messages = isContinued
                    ? Continue(bodySize)
                    : Messages(bodySize),
                    inferenceConfig = new { maxTokens = 4096 }
                },
                inputTokenCount = input,
                cacheReadInputTokenCount = read,
                cacheWriteInputTokenCount = write,
            },
            ["output"] = new
            {
                outputContentType = "application/json",
                outputBodyJson = isStream ? Stream(input, read, write, output) : Answer(input, read, write, output),
                outputTokenCount = output,
            },
            ["schemaType"] = "ModelInvocationLog",
            ["schemaVersion"] = "1.0",
        }, Relaxed);
    }

    /// <summary>The payload that CloudWatch Logs sends, decompressed.</summary>
    public static byte[] Payload(int seed, int size, int bodySize, bool isContinued)
    {
        var transcript = new AgentTranscript(seed, isContinued);
        var events = new List<object>();
        for (var (index, total) = (0, 0); total < size; index++)
        {
            var message = transcript.Record(bodySize, isStream: index % 4 == 3);
            events.Add(new
            {
                id = "3900000000000000000000000000000000000000000000000000"
                + index.ToString("d4", CultureInfo.InvariantCulture),
                timestamp = 1788869433000 + index,
                message
            });
            total += JsonSerializer.SerializeToUtf8Bytes(message, Relaxed).Length;
        }

        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            messageType = "DATA_MESSAGE",
            owner = "111122223333",
            logGroup = "/aws/bedrock/modelinvocations",
            logStream = "aws/bedrock/modelinvocations",
            subscriptionFilters = new[] { "killswitch" },
            logEvents = events,
        }, Relaxed);
    }

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string[] MakeWords(Random random)
    {
        var words = new HashSet<string>();
        while (words.Count < 4000)
            words.Add(string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Syllables[random.Next(Syllables.Length)])));
        return [.. words];
    }

    private List<object> Messages(int size)
    {
        var messages = new List<object>();
        for (var (total, turn) = (0, 0); total < size; turn++)
        {
            var text = (turn % 3) switch
            {
                0 =>
                Prose(_random.Next(20, 120)),
                1 => Code(_random.Next(10, 60)),
                _ => ToolResult(_random.Next(5, 30))
            };
            total += Encoding.UTF8.GetByteCount(text);
            messages.Add(turn % 3 == 2
                ? new
                {
                    role = "user",
                    content = new[] { (
                    object)new { toolResult =
                    new { toolUseId = "tooluse_" + Id()[..22], content = new[] { new { text } }, status = "success" } } }
                }
                : new { role = turn % 3 == 0 ? "user" : "assistant", content = new[] { (object)new { text } } });
        }

        return messages;
    }

    /// <summary>Three more messages, and the oldest dropped past the size.</summary>
    private List<object> Continue(int size)
    {
        _conversation.AddRange(Messages(_conversation.Count == 0 ? size : 1500));
        while (JsonSerializer.SerializeToUtf8Bytes(_conversation, Relaxed).Length > size)
            _conversation.RemoveAt(0);
        return _conversation;
    }

    private object Answer(int input, int read, int write, int output) => new
    {
        output = new { message = new { role = "assistant", content = new[] { new { text = Prose(60) + "\n" + Code(12) } } } },
        stopReason = "end_turn",
        metrics = new { latencyMs = _random.Next(900, 9000) },
        usage = new
        {
            inputTokens = input,
            outputTokens = output,
            totalTokens = input + output + read + write,
            cacheReadInputTokens = read,
            cacheWriteInputTokens = write
        },
    };

    private List<object> Stream(int input, int read, int write, int output)
    {
        var elements = new List<object>
        {
            new
            {
                type = "message_start",
                message = new { model = "claude-opus-4-6", id = "msg_bdrk_" + Id(), type = "message", role = "assistant",
                    content = Array.Empty<object>(),
                    usage = new { input_tokens = input, cache_creation_input_tokens = write, cache_read_input_tokens = read,
                    cache_creation = new { ephemeral_5m_input_tokens = write, ephemeral_1h_input_tokens = 0 }, output_tokens = 2 } },
            },
        };
        for (var chunk = 0; chunk < 25; chunk++)
        {
            elements.Add(
                new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text = Prose(_random.Next(2, 9)) } });
        }

        elements.Add(new Dictionary<string, object>
        {
            ["type"] = "message_stop",
            ["amazon-bedrock-invocationMetrics"] =
                new
                {
                    inputTokenCount = input,
                    outputTokenCount = output,
                    invocationLatency = 3037,
                    firstByteLatency = 2635,
                    cacheReadInputTokenCount = read,
                    cacheWriteInputTokenCount = write
                },
        });
        return elements;
    }

    private string Prose(int words)
    {
        var text = new StringBuilder();
        for (var word = 0; word < words; word++)
        {
            text.Append(Word())
                .Append(_random.Next(12) switch
                {
                    0 =>
                ". ",
                    1 => ", ",
                    2 when _random.Next(4) == 0 => "\n\n",
                    3 when _random.Next(6) == 0 => " \"don't\" ",
                    _ => " "
                });
        }

        return text.ToString();
    }

    private string Code(int lines)
    {
        var text = new StringBuilder();
        for (var line = 0; line < lines; line++)
        {
            text.Append(' ', 4 * _random.Next(4));
            text.Append(_random.Next(6) switch
            {
                0 => $"var {Word()} = await {Word()}.{Word()}Async(\"{Word()}/{{{Word()}}}\", {_random.Next(999)});\n",
                1 => $"if ({Word()} != null && {Word()}[{_random.Next(9)}] == \"{Word()}\") {{\n",
                2 => $"return new {Word()} {{ {Word()} = \"{Word()} {Word()}\", {Word()} = {_random.Next(9999)} }};\n",
                3 => $"// {Word()} {Word()} {Word()} {Word()}\n",
                4 => $"logger.LogError(\"{Word()} \\\"{{0}}\\\" {Word()}\\n\", {Word()});\n",
                _ => "}\n",
            });
        }

        return text.ToString();
    }

    private string ToolResult(int rows)
    {
        var result = Enumerable.Range(0, rows)
            .Select(_ => new
            {
                path = $"src/{Word()}/{Word()}.cs",
                line = _random.Next(2000),
                id = Id(),
                text = Prose(8),
                isOpen = _random.Next(2) == 0
            });
        return JsonSerializer.Serialize(new { status = "ok", results = result });
    }

    private string Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private string Word() => _words[(int)(Math.Pow(_words.Length, _random.NextDouble()) - 1)];
}

namespace KillSwitch.Core.Tests.InvocationLog;

/// <summary>Answers to calls of a name that hides its model, as they are logged.</summary>
internal static class HiddenModels
{
    private const string Home = "arn:aws:bedrock:us-east-1:111122223333:";
    public const string Profile = Home + "application-inference-profile/a1b2c3d4e5f6";
    public const string Router = Home + "default-prompt-router/anthropic.claude:1";
    public const string Prompt = Home + "prompt/ABCDEFGHIJ:1";

    public const string Message =
        """{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[{"type":"text","text":"x"}],"usage":{"input_tokens":3,"output_tokens":5}}""";
    public const string MessageStream =
        """[{"type":"message_start","message":{"model":"claude-sonnet-4-5-20250929","id":"msg_1","type":"message","usage":{"input_tokens":3,"output_tokens":1}}},{"type":"content_block_delta","delta":{"type":"text_delta","text":"\"model\":\"x\""}},{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":3,"outputTokenCount":5}}]""";
    public const string Completion =
        """{"id":"c","object":"chat.completion","model":"gpt-oss-120b","choices":[{"message":{"role":"assistant","content":"x","model":"gpt-oss-20b"}}],"usage":{"prompt_tokens":3,"completion_tokens":5}}""";
    public const string Chunks =
        """[{"object":"chat.completion.chunk","model":"openai.gpt-oss-120b-1:0","choices":[]},{"object":"chat.completion.chunk","model":"gpt-oss-20b","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5}}]""";
    public const string Responses =
        """[{"type":"response.created","response":{"object":"response","model":"gpt-oss-120b"}},{"type":"response.completed","response":{"object":"response","model":"gpt-oss-120b","usage":{"input_tokens":3,"output_tokens":5}}}]""";
    public const string Trace =
        """{"usage":{"inputTokens":3,"outputTokens":5},"trace":{"promptRouter":{"invokedModelId":"arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-3-5-sonnet-20240620-v1:0"}}}""";

    /// <summary>Records to damage.</summary>
    public static IReadOnlyList<string> Seeds { get; } =
    [
        Record(Profile, Message), Record(Profile, MessageStream), Record(Profile, Completion), Record(Profile, Chunks),
        Record(Profile, Responses),
        Record(Router, Trace), Record(Router, Message), Record(Prompt, Trace), Record(Profile, Records.Quote(Message)),
        Record(Profile, Completion, """{"model":"gpt-oss-20b","messages":[]}"""),
        Record("meta.llama3-1-70b-instruct-v1:0", """{"generation":"x","amazon-bedrock-guardrailAction":"INTERVENED"}"""),
    ];

    /// <param name="model">As the caller named it.</param>
    /// <param name="answer">JSON.</param>
    /// <param name="request">JSON; empty for none.</param>
    /// <param name="operation">Which.</param>
    /// <param name="isCounted">The envelope has every count, so that nothing of the answer is needed for them.</param>
    public static string Record(string model, string answer, string request = """{"messages":[{"role":"user","content":"\"model\":"}]}""",
        string operation = "InvokeModel", bool isCounted = false) => Records.With(
        modelId: $"\"{model}\"",
        input: (request.Length > 0
            ? $$"""{"inputContentType":"application/json","inputBodyJson":{{request}}"""
            : """{"inputContentType":"application/json" """)
            + (isCounted ? ""","inputTokenCount":3,"cacheReadInputTokenCount":0,"cacheWriteInputTokenCount":0}""" : "}"),
        output: $$"""{"outputBodyJson":{{answer}}{{(isCounted ? ",\"outputTokenCount\":5" : "")}}}""",
        more: $",\"operation\":\"{operation}\"");
}

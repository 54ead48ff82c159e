using System.Text.Json;
using KillSwitch.Aws.Api.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Drills;

/// <summary>What a call sends: the form of each operation and, where the model's maker has one, theirs.</summary>
internal static class DrillForms
{
    /// <summary>Null where no form is known for a model's own operation.</summary>
    public static byte[]? Of(DrillCall call) => call.Way switch
    {
        DrillWay.Converse or DrillWay.ConverseStream => JsonBody.Of(json => Converse(json, call)),
        DrillWay.RuntimeChatCompletions or DrillWay.MantleChatCompletions => JsonBody.Of(json =>
        {
            json.WriteString("model", call.Model);
            Chat(json, call, "max_completion_tokens");
        }),
        _ => Own(ModelId.Parse(call.Model), call),
    };

    private static byte[]? Own(ModelId model, DrillCall call) => model.Vendor switch
    {
        "amazon" when model.Id.StartsWith("amazon.nova", StringComparison.Ordinal) => JsonBody.Of(json =>
        {
            json.WriteString("schemaVersion", "messages-v1");
            Converse(json, call);
        }),
        "anthropic" => JsonBody.Of(json =>
        {
            json.WriteString("anthropic_version", "bedrock-2023-05-31");
            Chat(json, call, "max_tokens");
        }),
        "meta" => JsonBody.Of(json =>
        {
            json.WriteString("prompt", call.Prompt);
            json.WriteNumber("max_gen_len", call.MaxTokens);
        }),
        "openai" => JsonBody.Of(json => Chat(json, call, "max_completion_tokens")),
        "qwen" or "deepseek" or "google" or "mistral" or "minimax" or "moonshot" or "nvidia" or "zai" =>
            JsonBody.Of(json => Chat(json, call, "max_tokens")),
        _ => null,
    };

    private static void Converse(Utf8JsonWriter json, DrillCall call)
    {
        if (call.Cached is { } cached)
        {
            json.WriteStartArray("system");
            json.WriteStartObject();
            json.WriteString("text", cached);
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteStartObject("cachePoint");
            json.WriteString("type", "default");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartArray("messages");
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("text", call.Prompt);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("inferenceConfig");
        json.WriteNumber("maxTokens", call.MaxTokens);
        json.WriteEndObject();
    }

    private static void Chat(Utf8JsonWriter json, DrillCall call, string most)
    {
        json.WriteStartArray("messages");
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteString("content", call.Prompt);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteNumber(most, call.MaxTokens);
    }
}

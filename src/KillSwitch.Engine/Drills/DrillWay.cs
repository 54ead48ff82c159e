namespace KillSwitch.Engine.Drills;

/// <summary>A way in which a model can be called.</summary>
public enum DrillWay
{
    Converse,
    ConverseStream,
    InvokeModel,
    InvokeModelWithResponseStream,

    /// <summary>OpenAI's chat completions, on the runtime endpoint.</summary>
    RuntimeChatCompletions,

    /// <summary>The same on the mantle endpoint.</summary>
    MantleChatCompletions,
}

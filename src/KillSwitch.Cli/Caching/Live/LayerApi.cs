namespace KillSwitch.Cli.Caching.Live;

/// <summary>How a layer is asked.</summary>
internal enum LayerApi
{
    /// <summary>Chat completions, with <c>cache_control</c> in the content's parts.</summary>
    OpenAi,

    /// <summary>Converse, with a <c>cachePoint</c>, signed.</summary>
    Bedrock,
}

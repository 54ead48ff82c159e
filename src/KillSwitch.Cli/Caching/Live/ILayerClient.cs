using KillSwitch.Core.Caching.Probes;

namespace KillSwitch.Cli.Caching.Live;

/// <summary>
/// Sends a prompt through one layer. What gives no answer is an <see cref="UnansweredException"/>, or AWS's own exception.
/// </summary>
internal interface ILayerClient : IDisposable
{
    Task<ProbeUsage> AskAsync(ProbePrompt prompt, string question, CancellationToken cancellation);
}

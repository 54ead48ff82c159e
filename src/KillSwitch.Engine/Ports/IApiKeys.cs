namespace KillSwitch.Engine.Ports;

/// <summary>The long-term API keys of a user for Bedrock. The guard itself has no power over them: a person's credentials do.</summary>
public interface IApiKeys
{
    /// <summary>The ids of those that work.</summary>
    ValueTask<IReadOnlyList<string>> ActiveAsync(string user, CancellationToken cancellation);

    /// <summary>Deactivates or reactivates keys, and reads them back; one that was deleted meanwhile needs neither.</summary>
    /// <returns>Those that are not as they should be.</returns>
    ValueTask<IReadOnlyList<string>> SetAsync(
        string user, IReadOnlyCollection<string> keys, bool areActive, CancellationToken cancellation);
}

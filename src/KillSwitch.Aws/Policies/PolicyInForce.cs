using KillSwitch.Core.Policies;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Aws.Policies;

/// <summary>The policy in force as a process knows it. It is read anew when what is known is older than asked for.</summary>
public sealed class PolicyInForce(DynamoPolicyStore store, TimeProvider clock)
{
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>0 while none was ever applied.</summary>
    public int Version { get; private set; }

    /// <summary>Without rules while none was ever applied.</summary>
    public Policy Policy { get; private set; } = new();

    /// <summary>Reads what is in force unless that was done within <paramref name="atMost"/>; true when it changed.</summary>
    /// <exception cref="InvalidPolicyException">What is in force cannot be read; the one before stays known.</exception>
    public async ValueTask<bool> RefreshAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (now - _readAt < atMost)
            return false;
        var current = await store.CurrentAsync(cancellation);
        _readAt = now;
        if (current is null || current.Number == Version)
            return false;
        var read = PolicyFileReader.Read(current.Yaml);
        if (read.Policy is not { } policy)
            throw new InvalidPolicyException($"version {current.Number} of the policy is no policy: {read.Problems[0].Message}");
        Policy = policy;
        Version = current.Number;
        return true;
    }
}

/// <summary>The policy in force cannot be read.</summary>
public sealed class InvalidPolicyException(string message) : Exception(message);

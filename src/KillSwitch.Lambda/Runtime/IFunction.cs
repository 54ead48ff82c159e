namespace KillSwitch.Lambda.Runtime;

/// <summary>One function of the binary. Invocations never overlap.</summary>
internal interface IFunction
{
    /// <summary>
    /// Answers one event. An exception fails the invocation, so that it is retried; <paramref name="cancellation"/> fires a
    /// little before the deadline.
    /// </summary>
    ValueTask<ReadOnlyMemory<byte>> RunAsync(Invoked invoked, CancellationToken cancellation);

    /// <summary>
    /// Runs after the answer is posted and before the next event is asked for; a failure here is logged and costs no invocation.
    /// </summary>
    ValueTask IdleAsync(CancellationToken cancellation);
}

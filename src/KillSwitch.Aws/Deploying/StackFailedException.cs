namespace KillSwitch.Aws.Deploying;

/// <summary>A deployment or a removal that cannot go on.</summary>
/// <param name="message">What happened and what to do: one clause.</param>
/// <param name="isByAws">AWS was asked, and it failed there.</param>
public sealed class StackFailedException(string message, bool isByAws) : Exception(message)
{
    public bool IsByAws { get; } = isByAws;
}

using System.Net;

namespace KillSwitch.Lambda.Runtime;

/// <summary>The Runtime API refused, or said something unreadable: the process cannot go on.</summary>
/// <param name="status">What it answered; null when the answer itself was at fault.</param>
internal sealed class RuntimeApiException(string message, HttpStatusCode? status = null) : Exception(message)
{
    public HttpStatusCode? Status { get; } = status;
}

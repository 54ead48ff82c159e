using System.Net;
using Amazon.Runtime;

namespace KillSwitch.Aws.Api.Pipeline;

/// <summary>What a service said when it refused.</summary>
internal sealed record ServiceError(string Code, string Message, string? RequestId, HttpStatusCode Status, Exception? Inner)
{
    public ErrorType Type => Status >= HttpStatusCode.InternalServerError ? ErrorType.Receiver : ErrorType.Sender;
}

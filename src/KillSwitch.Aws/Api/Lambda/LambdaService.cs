using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Rest;

namespace Amazon.Lambda;

internal static class LambdaService
{
    public static ServiceIdentity Identity { get; } = new("Lambda", "2015-03-31", "lambda", "lambda");

    public static RestProtocol Protocol { get; } = new(Identity, error => new AmazonLambdaException(error));
}

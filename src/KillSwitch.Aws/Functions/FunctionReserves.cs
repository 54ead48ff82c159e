using Amazon.Lambda;
using Amazon.Lambda.Model;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Functions;

/// <summary>What Lambda says of functions that were deployed.</summary>
/// <param name="lambda">Lambda in their region.</param>
/// <param name="deployed">The functions, as the deployment named and bounded them.</param>
public sealed class FunctionReserves(AmazonLambdaClient lambda, IReadOnlyList<DeployedFunction> deployed) : IFunctionReserves
{
    public async ValueTask<IReadOnlyList<FunctionReserve>> ReadAsync(CancellationToken cancellation)
    {
        var read = new List<FunctionReserve>();
        foreach (var function in deployed)
            read.Add(await ReadAsync(function, cancellation));
        return read;
    }

    private async Task<FunctionReserve> ReadAsync(DeployedFunction function, CancellationToken cancellation)
    {
        try
        {
            var found = await lambda.GetFunctionConcurrencyAsync(new GetFunctionConcurrencyRequest
            {
                FunctionName = function.Name,
            }, cancellation);
            return new FunctionReserve(function, found.ReservedConcurrentExecutions);
        }
        catch (AmazonLambdaException error) when (error.Is("ResourceNotFoundException"))
        {
            return new FunctionReserve(function, null) { Problem = "it is gone" };
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return new FunctionReserve(function, null) { Problem = $"Lambda does not say what is reserved: {AwsProblem.ClauseOf(error)}" };
        }
    }
}

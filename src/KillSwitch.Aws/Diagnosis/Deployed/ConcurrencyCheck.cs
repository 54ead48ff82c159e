using Amazon.Lambda.Model;

namespace KillSwitch.Aws.Diagnosis.Deployed;

/// <summary>No function was switched off by a reserved concurrency of 0.</summary>
internal sealed class ConcurrencyCheck() : Check("concurrency", ChainPart.Deployment, "cloudformation:ListStackResources, lambda:GetFunctionConfiguration, lambda:GetFunctionConcurrency")
{
    public override async Task<Finding> LookAsync(Examination account, CancellationToken cancellation)
    {
        var off = new List<GuardFunctionState>();
        var there = (await account.FunctionsAsync(cancellation)).Where(function => function.Configuration is not null).ToList();
        if (there.Count == 0)
            return Finding.Fault("there is no function that could run", "make deploy");
        foreach (var function in there)
        {
            var reserved = await account.Lambda.GetFunctionConcurrencyAsync(new GetFunctionConcurrencyRequest { FunctionName = function.Name }, cancellation);
            if (reserved.ReservedConcurrentExecutions == 0)
                off.Add(function);
        }

        return off.Count == 0
            ? Finding.Ok("no function is throttled to nothing")
            : Finding.Fault(
                $"{Finding.Names([.. off.Select(function => function.Handler!)])} may not run at all: a concurrency of 0 is reserved",
                string.Join("; ", off.Select(function => $"aws lambda delete-function-concurrency --function-name {function.Name}")));
    }
}

using Amazon.Lambda.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Diagnosis.Deployed;

/// <summary>No function was switched off by a reserved concurrency of 0, or may run less than it was deployed to.</summary>
internal sealed class ConcurrencyCheck() : Check("concurrency", ChainPart.Deployment,
    "cloudformation:ListStackResources, lambda:GetFunctionConfiguration, lambda:GetFunctionConcurrency")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var there = (await account.FunctionsAsync(cancellation)).Where(function => function.Configuration is not null).ToList();
        if (there.Count == 0)
            return Finding.Fault("there is no function that could run", account.Redeployment.Command);
        // The watch is told what was deployed.
        var deployed =
            DeployedFunction.Parse((await account.FunctionAsync(GuardFunction.Watch, cancellation))?.Setting(GuardSetting.Functions) ?? "");
        var reserves = new List<FunctionReserve>();
        foreach (var function in there)
        {
            var reserved = await account.Lambda.GetFunctionConcurrencyAsync(new GetFunctionConcurrencyRequest
            {
                FunctionName = function.Name,
            }, cancellation);
            var known = deployed.FirstOrDefault(one => one.Name == function.Name);
            // What was deployed without a word of it is only switched off, never lowered.
            reserves.Add(new FunctionReserve(
                known ?? new DeployedFunction(function.Handler!, function.Name, 0), reserved.ReservedConcurrentExecutions));
        }

        return Judge(reserves);
    }

    internal static Finding Judge(IReadOnlyList<FunctionReserve> reserves)
    {
        var lowered = reserves.Where(one => one.IsLowered).ToList();
        if (lowered.Count == 0)
            return Finding.Ok("no function is throttled to nothing, or to less than was deployed");
        var remedy = string.Join("; ", lowered.Select(one => one.Function.Concurrency is { } bound and > 0
            ? $"aws lambda put-function-concurrency --function-name {one.Function.Name} --reserved-concurrent-executions {bound}"
            : $"aws lambda delete-function-concurrency --function-name {one.Function.Name}"));
        return lowered.Any(one => one.Reserved == 0)
            ? Finding.Fault($"{Finding.Names([.. lowered.Where(one => one.Reserved == 0).Select(one => one.Function.Part)])} may not run "
                + "at all: a concurrency of 0 is reserved", remedy)
            : Finding.Warning($"{Finding.Names([.. lowered.Select(one => one.Function.Part)])} may run less than was deployed", remedy);
    }
}

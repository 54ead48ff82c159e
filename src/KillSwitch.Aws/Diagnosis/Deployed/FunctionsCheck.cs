using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.Diagnosis.Deployed;

/// <summary>Every function is there, can run, and runs the same code as the others.</summary>
/// <param name="handlers">Which there are.</param>
internal sealed class FunctionsCheck(IReadOnlyList<string> handlers)
    : Check("functions", ChainPart.Deployment, "cloudformation:ListStackResources, lambda:GetFunctionConfiguration")
{
    public static IReadOnlyList<string> OfHome { get; } =
        [GuardFunction.Meter, GuardFunction.Watch, GuardFunction.Budget, GuardFunction.Setup];

    public static IReadOnlyList<string> OfSensor { get; } = [GuardFunction.Meter, GuardFunction.Setup];

    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) =>
        Judge(await account.FunctionsAsync(cancellation), handlers, account.Redeployment);

    internal static Finding Judge(IReadOnlyList<GuardFunctionState> functions, IReadOnlyList<string> handlers, Redeployment deploy)
    {
        var missing = handlers.Where(handler => functions.All(function => function.Handler != handler)).ToList();
        if (missing.Count > 0)
            return Finding.Fault($"{Finding.Names(missing)} {(missing.Count == 1 ? "is gone" : "are gone")}", deploy.Command);
        var failed = functions.Where(function => function.Configuration?.State == "Failed").Select(function => function.Handler!).ToList();
        if (failed.Count > 0)
            return Finding.Fault($"Lambda cannot run {Finding.Names(failed)}", deploy.Command);
        var code = functions.GroupBy(function => function.Configuration?.CodeSha256).ToList();
        return code.Count > 1
            ? Finding.Fault($"the functions run {code.Count} different programs: "
                + $"{string.Join(" and ", code.Select(same => Finding.Names([.. same.Select(one => one.Handler ?? one.Name)])))}",
                "somebody replaced one, or a deployment ended halfway: " + deploy.Command)
            : Finding.Ok($"all {functions.Count} are there and run the same program");
    }
}

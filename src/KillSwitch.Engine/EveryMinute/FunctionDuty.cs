using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>
/// Looks whether somebody keeps a function of the guard from running. Where it is the watch itself, the alarm NoHeartbeat says so.
/// </summary>
public sealed class FunctionDuty(IFunctionReserves functions, Redeployment deploy) : IMinuteDuty
{
    public string Name => "functions";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation)
    {
        var held = (await functions.ReadAsync(cancellation)).Where(one => one.IsHeld).ToList();
        findings.Look([GuardCondition.FunctionsHeld], held.Count == 0 ? [] : [Held(held)]);
        return true;
    }

    private Condition Held(List<FunctionReserve> held) => new(
        GuardCondition.FunctionsHeld,
        held.Count == 1
            ? $"the function {Named(held[0])} is kept from running"
            : $"{held.Count} functions of the guard are kept from running",
        $"Somebody changed what may run: {string.Join("; ", held.Select(What))}. What a function is given meanwhile waits, or lies in its "
            + "dead-letter queue; records are filled from the log group.",
        string.Join("; ", held.Where(one => one.Problem is null).Select(Command).DefaultIfEmpty(deploy.Command)))
    {
        // What is lowered may be a deployment on its way, and what was refused may pass.
        IsToldAtOnce = held.Any(one => one.Reserved == 0),
    };

    private static string Named(FunctionReserve one) =>
        one.Function.Part + (one.Function.Region is { } region ? " in " + region : "");

    private static string What(FunctionReserve one) => Named(one) + (one switch
    {
        { Problem: { } problem } => $": {problem}",
        { Reserved: 0 } => " may not run at all, a concurrency of 0 is reserved",
        { Function.Concurrency: { } deployed } => $" may run {one.Reserved} at once, and was deployed to {deployed}",
        _ => $" may run {one.Reserved} at once, and was deployed without a bound",
    });

    private static string Command(FunctionReserve one)
    {
        var which = one.Function.Name + (one.Function.Region is { } region ? " --region " + region : "");
        return one.Function.Concurrency is { } deployed
            ? $"aws lambda put-function-concurrency --function-name {which} --reserved-concurrent-executions {deployed}"
            : $"aws lambda delete-function-concurrency --function-name {which}";
    }
}

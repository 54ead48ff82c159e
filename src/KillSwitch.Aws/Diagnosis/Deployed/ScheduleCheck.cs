using Amazon.Scheduler.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.Diagnosis.Deployed;

/// <summary>Something calls the watch every minute.</summary>
internal sealed class ScheduleCheck() : Check(
    "watch-schedule", ChainPart.Deployment, "cloudformation:ListStackResources, lambda:GetFunctionConfiguration, scheduler:ListSchedules")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        if (await account.FunctionAsync(GuardFunction.Watch, cancellation) is not { } watch)
            return Finding.Fault("there is no watch to be called", account.Redeployment.Command);
        var found = await Pages.Each(
            token => account.Scheduler.ListSchedulesAsync(new ListSchedulesRequest { NextToken = token }, cancellation),
            page => page.NextToken,
            page => page.Schedules).ToListAsync(cancellation);
        return Judge(found, watch.Arn, account.Redeployment);
    }

    internal static Finding Judge(IReadOnlyList<ScheduleSummary> schedules, string? watchArn, Redeployment deploy)
    {
        const string without = "nothing is finished, retried, released or verified";
        var calling = schedules.Where(one => one.Target?.Arn == watchArn).ToList();
        if (calling.Count == 0)
            return Finding.Fault($"no schedule calls the watch: {without}", deploy.Command);
        return calling.Find(one => one.State == "ENABLED") is { } enabled
            ? Finding.Ok($"{enabled.Name} calls the watch")
            : Finding.Fault($"the schedule {calling[0].Name} is disabled: {without}",
                "enable it in the console of EventBridge Scheduler; CloudTrail says who disabled it (UpdateSchedule)");
    }
}

using KillSwitch.Engine.RunningWork;

namespace KillSwitch.Lambda.Telemetry;

/// <summary>What was counted of batch jobs, a line for each.</summary>
internal static class BatchLog
{
    public static void BatchJob(this JsonLog log, CountedBatchJob counted)
    {
        log.Info("a batch job was counted", ("job", counted.Job.Job.Arn), ("model", counted.Job.Job.Models[0]),
            ("records", counted.Usage.Calls), ("costUsd", counted.Usage.Cost.Amount), ("to", counted.Caller.Principal.Name),
            ("isCreator", counted.IsCreator));
        foreach (var stop in counted.Stops)
            log.Info("stop", ("id", stop.Id), ("state", stop.State.ToString()), ("target", stop.Target.Name), ("note", stop.Note));
    }
}

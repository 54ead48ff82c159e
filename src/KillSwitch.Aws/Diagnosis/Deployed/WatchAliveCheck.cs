using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Diagnosis.Deployed;

/// <summary>The watch ran within the last minutes.</summary>
internal sealed class WatchAliveCheck() : Check("watch-alive", ChainPart.Deployment, "dynamodb:Query")
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(5);

    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) =>
        Judge((await account.HeartbeatsAsync(cancellation)).FirstOrDefault(beat => beat.Part == "watch"), account.Now);

    internal static Finding Judge(Heartbeat? watch, DateTimeOffset now) => watch switch
    {
        null => Finding.Fault("the watch has never run", "look at its schedule and its log"),
        _ when now - watch.At > LongestSilence =>
            Finding.Fault(
                $"the watch last ran {Age.Of(now - watch.At)} ago and should every minute", "look at its schedule, its log and its alarms"),
        _ => Finding.Ok($"the watch ran {Age.Of(now - watch.At)} ago"),
    };
}

using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Diagnosis.Logs;

/// <summary>The meter runs to its end on what it is given, and in time.</summary>
internal sealed class MeterAliveCheck(string region) : Check("meter-alive", ChainPart.Logs, "dynamodb:Query", region)
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) =>
        Judge((await account.HeartbeatsAsync(cancellation)).FirstOrDefault(beat => beat.Part == "meter/" + Region), account.Now);

    internal static Finding Judge(Heartbeat? meter, DateTimeOffset now)
    {
        if (meter is null)
        {
            return Finding.Warning(
                "no record has reached the meter yet",
                "without a call to Bedrock there is none; `killswitch doctor --probe` writes one that costs and counts nothing");
        }

        var findings = new Findings();
        MeterHealth.Look(findings, [meter], now);
        if (findings.Present.FirstOrDefault(
            condition => condition.Kind is GuardCondition.MeterFailing or GuardCondition.Lagging) is { } wrong)
        {
            return Finding.Fault($"{wrong.Subject}: {Sentence.Of(wrong.Text)}", Sentence.Of(wrong.Remedy));
        }

        return Finding.Ok(
            $"it last ran {Age.Of(now - meter.At)} ago{(meter.DataLag is { } lag ? $", on a record that was {Age.Of(lag)} old" : "")}");
    }
}

using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Diagnosis.InForce;

/// <summary>Every model that was called lately has a price.</summary>
internal sealed class PricesCheck() : Check("prices", ChainPart.Policy, "dynamodb:Query")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) =>
        Judge(await account.HeartbeatsAsync(cancellation), account.Now);

    internal static Finding Judge(IReadOnlyList<Heartbeat> beats, DateTimeOffset now)
    {
        var findings = new Findings();
        MeterHealth.Look(findings, beats, now);
        return findings.Present.FirstOrDefault(condition => condition.Kind == GuardCondition.PriceMissing) is { } missing
            ? Finding.Warning(Sentence.Of(missing.Text), Sentence.Of(missing.Remedy))
            : Finding.Ok("every model that was called within a day has a price");
    }
}

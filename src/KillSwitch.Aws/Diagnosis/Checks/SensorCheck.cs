namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>A link of the chain in the region of a sensor.</summary>
/// <param name="check">What is looked at.</param>
/// <param name="region">Where.</param>
internal sealed class SensorCheck(Check check, string region) : Check(check.Id, check.Part, check.Needs, region)
{
    public override Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) =>
        check.LookAsync(account.In(Region!), cancellation);
}

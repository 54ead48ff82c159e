namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>One link of the chain: looks, changes nothing, and says what it found.</summary>
/// <param name="id">Stable, in kebab-case.</param>
/// <param name="part">Where it belongs.</param>
/// <param name="needs">The permissions to look, for whoever lacks them.</param>
/// <param name="region">The region that is looked at; null for a check of the account.</param>
internal abstract class Check(string id, ChainPart part, string needs, string? region = null)
{
    public string Id => id;

    public ChainPart Part => part;

    public string Needs => needs;

    public string? Region => region;

    /// <summary>An error of AWS's on the way becomes <see cref="CheckOutcome.Unknown"/>, by whoever asks.</summary>
    public abstract Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation);
}

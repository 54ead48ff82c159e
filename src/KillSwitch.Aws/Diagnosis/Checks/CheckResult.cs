namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>One link of the chain, looked at.</summary>
/// <param name="Id">Stable, in kebab-case; the same check in several regions has one id.</param>
/// <param name="Part">Where it belongs.</param>
/// <param name="Region">The region that it was looked at in; null for a check of the account.</param>
/// <param name="Finding">What was found.</param>
public sealed record CheckResult(string Id, ChainPart Part, string? Region, Finding Finding);

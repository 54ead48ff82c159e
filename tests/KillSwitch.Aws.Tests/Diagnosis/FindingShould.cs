using KillSwitch.Aws.Diagnosis.Checks;

namespace KillSwitch.Aws.Tests.Diagnosis;

/// <summary>What a test asks of a finding: its outcome and what it names. How it says so is for whoever reads it.</summary>
internal static class FindingShould
{
    public static void ShouldTell(this Finding found, CheckOutcome outcome, string named) => found.ShouldSatisfyAllConditions(
        () => found.Outcome.ShouldBe(outcome), () => found.Found.ShouldContain(named, Case.Sensitive));
}

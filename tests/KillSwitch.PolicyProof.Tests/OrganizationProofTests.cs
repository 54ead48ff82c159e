namespace KillSwitch.PolicyProof.Tests;

public class OrganizationProofTests(OrganizationProof proof) : IClassFixture<OrganizationProof>
{
    public static TheoryData<string> Cases => [.. OrganizationProof.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_organizations_policies_stop_whom_they_name_and_nobody_else(string name)
    {
        var index = Array.FindIndex(OrganizationProof.Cases, one => one.Name == name);
        var outcome = proof.Outcomes[index];
        outcome.Request.ShouldBe(index);
        outcome.Ignored.ShouldBeEmpty();
        outcome.Decision.ShouldBe(OrganizationProof.Cases[index].Expected, outcome.ToString());
    }
}

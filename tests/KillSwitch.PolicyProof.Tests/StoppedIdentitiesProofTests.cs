namespace KillSwitch.PolicyProof.Tests;

/// <summary>
/// Whoever is stopped cannot undo the guard from beside, whatever they may do otherwise; the guard's people and CloudFormation can.
/// </summary>
public class StoppedIdentitiesProofTests(StoppedIdentities proof) : IClassFixture<StoppedIdentities>
{
    public static TheoryData<string, string> Stopped =>
    [
        .. from one in StoppedIdentities.Identities
           from stop in StoppedIdentities.Stops
           where stop != "none" && StoppedIdentities.Concerns(one.Name, stop)
           select (one.Name, stop),
    ];

    // Under the organization's policy on everyone Bedrock's own role has to go on writing its records.
    private const string WritesRecords =
        "logs:PutLogEvents on arn:aws:logs:us-east-1:111122223333:log-group:/theirs:log-stream:aws/bedrock/modelinvocations";

    public static TheoryData<string> Stops => [.. StoppedIdentities.Stops];

    [Theory]
    [MemberData(nameof(Stopped))]
    public void Nothing_of_the_guards_own_keeps_working_for_the_stopped(string who, string stop) =>
        proof.All(who, stop, "undoing").Where(one => stop != StoppedIdentities.Everyone || one.Action != WritesRecords)
            .ShouldAllBe(one => one.Decision == Decision.Denied);

    [Theory]
    [InlineData("Bedrock alone", 0)]
    [InlineData("PowerUserAccess", 68)]
    [InlineData("AdministratorAccess", 75)]
    [InlineData("a CI role", 34)]
    [InlineData("five roles to assume", 22)]
    [InlineData("a federated user", 68)]
    public void Before_a_stop_so_many_ways_are_open(string who, int ways) =>
        proof.All(who, "none", "undoing").Count(one => one.Decision == Decision.Allowed).ShouldBe(ways);

    [Theory]
    [MemberData(nameof(Stopped))]
    public void Looking_at_the_guard_and_what_is_not_its_own_stay_as_they_were(string who, string stop) =>
        proof.All(who, stop, "harmless").ShouldBe(proof.All(who, "none", "harmless"));

    [Theory]
    [MemberData(nameof(Stopped))]
    public void Bedrock_is_open_before_and_closed_after(string who, string stop)
    {
        proof.All(who, "none", "spending").ShouldAllBe(one => one.Decision == Decision.Allowed);
        proof.All(who, stop, "spending").ShouldAllBe(one => one.Decision == Decision.Denied);
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void Operators_and_cloudformation_work_on_the_guard_but_not_where_they_are_stopped_themselves(string stop)
    {
        var expected = stop is "principal" or "session" or "lease" ? Decision.Denied : Decision.Allowed;
        foreach (var who in (string[])["an operator", "CloudFormation", "CloudFormation of a sensor"])
            proof.All(who, stop, "undoing").ShouldAllBe(one => one.Decision == expected, who);
        if (stop is "model" or "account" or StoppedIdentities.Everyone)
            proof.All("CloudFormation where no sensor is", stop, "undoing").ShouldContain(one => one.Decision == Decision.Denied);
    }

    [Theory]
    [InlineData(StoppedIdentities.Listed)]
    [InlineData(StoppedIdentities.ListedSession)]
    [InlineData(StoppedIdentities.Everyone)]
    public void The_guard_and_who_deploys_it_go_on_whatever_the_organization_denies(string stop)
    {
        foreach (var who in (string[])["the guard", "the CDK"])
            proof.All(who, stop, "undoing").ShouldAllBe(one => one.Decision == Decision.Allowed, who);
    }

    [Fact]
    public void Under_the_organizations_policy_on_everyone_bedrock_goes_on_writing_into_a_log_group_of_somebody_elses() =>
        proof.All("AdministratorAccess", StoppedIdentities.Everyone, "undoing").Single(one => one.Action == WritesRecords)
            .Decision.ShouldBe(Decision.Allowed);
}

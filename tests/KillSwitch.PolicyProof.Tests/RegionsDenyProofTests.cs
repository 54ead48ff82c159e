using KillSwitch.Core.Denies;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>
/// What <c>otherRegions=deny</c> takes away: all that spends, in every region that nobody hears; and what it leaves: every call that is
/// made in a region that somebody hears, wherever it runs.
/// </summary>
public sealed class RegionsDenyProofTests
{
    private const string Home = "us-east-1";
    private const string Sensor = "eu-central-1";
    private const string Elsewhere = "us-west-2";
    private const string Account = "111122223333";
    private const string Model = "foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0";

    private static readonly string[] Heard = [Home, Sensor];
    private static readonly string[] Invoking = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];

    /// <summary>The profile that the caller names, where it is called, and where the model is authorised.</summary>
    public static TheoryData<string, string, string> CallsAcrossRegions => new()
    {
        { $"arn:aws:bedrock:{Home}:{Account}:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0", Home,
            $"arn:aws:bedrock:{Elsewhere}::{Model}" },
        { $"arn:aws:bedrock:{Home}:{Account}:inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0", Home,
            $"arn:aws:bedrock:::{Model}" },
        { $"arn:aws:bedrock:{Sensor}:{Account}:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0", Sensor,
            $"arn:aws:bedrock:eu-west-3::{Model}" },
        { $"arn:aws:bedrock:{Home}:{Account}:application-inference-profile/abc123def456", Home, $"arn:aws:bedrock:{Elsewhere}::{Model}" },
        { $"arn:aws:bedrock:{Sensor}:{Account}:application-inference-profile/abc123def456", Sensor, $"arn:aws:bedrock:::{Model}" },
    };

    /// <summary>The same in a region that nobody hears, with the model authorised in regions that are heard, too.</summary>
    public static TheoryData<string, string> ProfilesElsewhere => new()
    {
        { $"arn:aws:bedrock:{Elsewhere}:{Account}:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            $"arn:aws:bedrock:{Elsewhere}::{Model}" },
        { $"arn:aws:bedrock:{Elsewhere}:{Account}:inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0",
            $"arn:aws:bedrock:::{Model}" },
        { $"arn:aws:bedrock:{Elsewhere}:{Account}:application-inference-profile/abc123def456", $"arn:aws:bedrock:ap-south-1::{Model}" },
    };

    [Fact]
    public async Task Every_published_action_that_spends_is_denied_where_nobody_hears_and_none_where_somebody_does()
    {
        Question[] Every(string region) =>
            [.. SpendingDenyProof.Governed
                .Select(service => new Question(Policies.StoppedAdministrator, Service: service, Context: In(region)))];

        var spending = Denied(await Evaluator.Ask(Policies.With(SpendingDeny.Document()), Every(Elsewhere)), "SpendOn");
        spending.Count.ShouldBeGreaterThan(100);

        Denied(await Ask(Every(Elsewhere)), "Spend").ShouldBe(spending, ignoreOrder: true);
        foreach (var region in Heard)
            Denied(await Ask(Every(region)), "").ShouldBeEmpty(region);
    }

    [Theory]
    [MemberData(nameof(CallsAcrossRegions))]
    public async Task Inference_across_regions_goes_on_from_where_somebody_hears(string profile, string source, string destination)
    {
        // Authorised for the profile where it is called, then for the model: there, at the destination, whatever the request's region is.
        var answers = await Ask(
        [
            .. Invoking.Select(action => new Question(Policies.StoppedAdministrator, action, profile, In(source))),
            .. from action in Invoking
               from region in (string[])[source, Elsewhere, "unspecified"]
               select new Question(
                   Policies.StoppedAdministrator, action, destination, In(region, profile), Unchecked: IsGlobal(destination)),
        ]);

        answers.Count.ShouldBe(8);
        answers.ShouldAllBe(answer => answer.Decision == Decision.Allowed);
    }

    [Theory]
    [MemberData(nameof(ProfilesElsewhere))]
    public async Task A_profile_of_a_region_that_nobody_hears_is_denied_wherever_it_runs(string profile, string destination)
    {
        var answers = await Ask(
        [
            .. Invoking.Select(action => new Question(Policies.StoppedAdministrator, action, profile, In(Elsewhere))),
            .. Invoking.Select(action => new Question(
                Policies.StoppedAdministrator, action, destination, In(Elsewhere, profile), Unchecked: IsGlobal(destination))),
        ]);

        answers.Count.ShouldBe(4);
        answers.ShouldAllBe(answer => answer.Decision == Decision.Denied);
    }

    [Fact]
    public async Task A_model_is_called_where_somebody_hears_and_nowhere_else()
    {
        string[] regions = [Home, Sensor, Elsewhere, "ap-southeast-2"];
        var answers = await Ask(
            [.. from region in regions
                from action in Invoking
                select new Question(Policies.StoppedAdministrator, action, $"arn:aws:bedrock:{region}::{Model}", In(region))]);

        answers.Select(answer => answer.Decision == Decision.Allowed).ShouldBe([true, true, true, true, false, false, false, false]);
    }

    [Fact]
    public void Every_region_with_Bedrock_can_be_heard_and_the_policy_still_fits() =>
        // More than the 33 that have it, all with the longest of their names.
        RegionsDeny.Document([.. Enumerable.Range(10, 40).Select(n => $"ap-southeast-{n}")]).Length
            .ShouldBeLessThanOrEqualTo(DenyDocument.MaximumLength);

    [Fact]
    public void Too_many_are_one_sentence() =>
        Should.Throw<ArgumentException>(() => RegionsDeny.Document([.. Enumerable.Range(10, 90).Select(n => $"ap-southeast-{n}")]))
            .Message.ShouldBe("90 regions are more than the policy for `otherRegions=deny` holds");

    private static bool IsGlobal(string destination) => destination.Contains(":::", StringComparison.Ordinal);

    private static Dictionary<string, string[]> In(string region, string? profile = null)
    {
        var context = new Dictionary<string, string[]> { ["aws:RequestedRegion"] = [region] };
        if (profile is not null)
            context["bedrock:InferenceProfileArn"] = [profile];
        return context;
    }

    private static HashSet<string> Denied(IEnumerable<Outcome> outcomes, string by) =>
        [.. outcomes.Where(outcome => outcome.Decision == Decision.Denied
                && outcome.By.Any(sid => sid.StartsWith(by, StringComparison.Ordinal)))
            .Select(outcome => outcome.Action)];

    private static Task<IReadOnlyList<Outcome>> Ask(IReadOnlyList<Question> questions) =>
        Evaluator.Ask(Policies.With(RegionsDeny.Document(Heard)), questions);
}

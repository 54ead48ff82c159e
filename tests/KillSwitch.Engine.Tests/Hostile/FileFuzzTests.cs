using System.Text;
using System.Text.Json;
using KillSwitch.Core.Tests.InvocationLog;
using KillSwitch.Engine.InferenceProfiles;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.PriceFile;
using KillSwitch.Engine.PrincipalFile;

namespace KillSwitch.Engine.Tests.Hostile;

/// <summary>
/// Files that a person hands over, which others may have written: damaged in any way they are read, or refused with a place.
/// </summary>
public class FileFuzzTests
{
    private static readonly byte[] Policy = Encoding.UTF8.GetBytes("""
        version: 1
        mode: enforce
        timezone: Europe/Berlin
        exempt: ["role/break-glass", "user/admin"]
        maxStops: { count: 25, every: hour }
        rules:
          - id: agent-cap
            match: { principal: "role/agent-*", tag:team: "x" }
            per: [principal, session]
            limit: { usd: 500 }
            every: month
            notify: [50%, 80%, breach]
            stop: session
            restore: 2h
          - id: calls
            limit: { calls: 1e3 }
            every: 15m
            stop: none
        """);

    private static readonly byte[] Prices = Encoding.UTF8.GetBytes("""
        version: 1
        prices:
          - model: anthropic.claude-opus-4-6-v1
            input: 5.00
            output: 25.00
            cacheRead: 0.50
            from: 2026-01-01
        """);

    private static readonly byte[] Principals = Encoding.UTF8.GetBytes("""
        version: 1
        principals:
          role/agent: { path: /teams/agents/, tags: { team: payments } }
          user/anna: { tags: { team: "search" } }
        """);

    private static readonly byte[] Profiles = Encoding.UTF8.GetBytes("""
        {"inferenceProfileSummaries":[{"inferenceProfileArn":"arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/x\ud800","models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1"}]}]}
        """);

    [Fact]
    public void No_damage_to_a_policy_crashes_its_reader_and_every_refusal_has_a_place() => Mutations.Run(
        [Policy],
        bytes =>
        {
            var result = PolicyFileReader.Read(Encoding.UTF8.GetString(bytes));
            (result.Policy is null).ShouldBe(result.Problems.Count > 0);
            foreach (var problem in result.Problems)
                Math.Min(problem.Line, problem.Column).ShouldBeGreaterThan(0);
        },
        share: 0.05);

    [Fact]
    public void No_damage_to_a_price_file_crashes_its_reader() =>
        Mutations.Run([Prices], bytes => PriceFileReader.Read(Encoding.UTF8.GetString(bytes)), share: 0.05);

    [Fact]
    public void No_damage_to_a_file_of_principals_crashes_its_reader_and_every_refusal_has_a_place() => Mutations.Run(
        [Principals, Encoding.UTF8.GetBytes(PrincipalFile.PrincipalFileReaderTests.Listing)],
        bytes =>
        {
            var result = PrincipalFileReader.Read(Encoding.UTF8.GetString(bytes));
            (result.Principals is null).ShouldBe(result.Problems.Count > 0);
        },
        share: 0.05);

    [Fact]
    public void No_damage_to_a_list_of_inference_profiles_crashes_its_reader() => Mutations.Run(
        [Profiles],
        bytes =>
        {
            try
            {
                InferenceProfileMap.Parse(Encoding.UTF8.GetString(bytes));
            }
            catch (JsonException)
            {
                // It is no such list.
            }
        },
        share: 0.05);

    [Theory]
    [InlineData("limit: { usd: 1e400 }")]
    [InlineData("limit: { usd: -5 }")]
    [InlineData("limit: { usd: NaN }")]
    [InlineData("limit: { usd: 79228162514264337593543950336 }")]
    [InlineData("limit: { usd: 0x10 }")]
    [InlineData("limit: { usd: !!float 5 }")]
    [InlineData("limit: { calls: 9223372036854775808 }")]
    [InlineData("limit: { calls: 1.5 }")]
    [InlineData("limit: { usd: 5, usd: 50000 }")]
    [InlineData("limit: { usd: ５ }")]
    [InlineData("limit: { usd: \"5\\u202E\" }")]
    public void A_limit_that_is_no_plain_amount_is_refused(string limit) =>
        PolicyFileReader.Read($$"""
            version: 1
            rules:
              - id: cap
                {{limit}}
                every: day
                stop: principal
            """).Policy.ShouldBeNull();
}

using KillSwitch.Core.Invocations;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Tests.RunningWork;

/// <summary>Which jobs a stop ends.</summary>
public class JobJudgementTests
{
    private const string Account = "111122223333";
    private const string Opus = "anthropic.claude-opus-4-6-v1";

    private static readonly StopTarget Agent = new StopTarget.Principal(Account, "role/agent", $"arn:aws:iam::{Account}:role/agent");
    private static readonly StopTarget Elsewhere =
        new StopTarget.Principal(Account, "arn:aws:iam::999988887777:role/agent", "arn:aws:iam::999988887777:role/agent");
    private static readonly StopTarget Session = new StopTarget.Session(Account, "role/agent", $"arn:aws:iam::{Account}:role/agent", "s1");
    private static readonly StopTarget Model = new StopTarget.Model(Account, Opus);
    private static readonly StopTarget Team = new StopTarget.Principals(Account, "team", "payments");
    private static readonly StopTarget Whole = new StopTarget.WholeAccount(Account);

    // target, who created it, service role, models, is anybody exempt, what becomes of it
    public static TheoryData<string, string?, string?, string, bool, string> Table => new()
    {
        { "agent", "sts:agent/s1", "runner", Opus, false, "stop: role/agent created it" },
        { "agent", "sts:agent/s2", null, "?", true, "stop: role/agent created it" },
        { "agent", "sts:other/s1", "agent", Opus, false, "stop: it runs as role/agent" },
        { "agent", null, "agent", Opus, false, "stop: it runs as role/agent" },
        { "agent", "sts:other/s1", "runner", Opus, false, "leave" },
        { "agent", "user:agent", "runner", Opus, false, "leave" },
        { "agent", "far:agent/s1", "runner", Opus, false, "leave" },
        { "agent", null, "runner", Opus, false, "unknown: CloudTrail does not tell who created it" },
        { "agent", null, null, Opus, false, "unknown: CloudTrail does not tell who created it" },
        { "elsewhere", "far:agent/s1", "runner", Opus, false, "stop: arn:aws:iam::999988887777:role/agent created it" },
        { "elsewhere", "sts:agent/s1", "runner", Opus, false, "leave" },
        { "session", "sts:agent/s1", "runner", Opus, false, "stop: the session s1 of role/agent created it" },
        { "session", "sts:agent/s2", "runner", Opus, false, "leave" },
        { "session", "sts:agent/s2", "agent", Opus, false, "leave" },
        { "session", "sts:other/s1", "runner", Opus, false, "leave" },
        { "session", null, "agent", Opus, false, "unknown: CloudTrail does not tell who created it" },
        { "team", "sts:payer/s1", "runner", Opus, false, "stop: role/payer, which carries principalTag:team=payments, created it" },
        { "team", "sts:finder/s1", "payer", Opus, false, "stop: it runs as role/payer, which carries principalTag:team=payments" },
        { "team", "sts:finder/s1", "finder", Opus, false, "leave" },
        { "team", "far:payer/s1", "finder", Opus, false, "leave" },
        { "team", "sts:stranger/s1", "finder", Opus, false, "unknown: the tags of role/stranger are not known" },
        { "team", null, "finder", Opus, false, "unknown: CloudTrail does not tell who created it" },
        { "team", "sts:exempt/s1", "payer", Opus, true, "leave" },
        { "model", null, "runner", Opus, false, "stop: it uses anthropic.claude-opus-4-6-v1" },
        { "model", null, "runner", "amazon.nova-micro-v1:0," + Opus + ":0", false, "stop: it uses anthropic.claude-opus-4-6-v1" },
        { "model", "sts:agent/s1", "runner", Opus, true, "stop: it uses anthropic.claude-opus-4-6-v1" },
        { "model", "sts:exempt/s1", "runner", Opus, true, "leave" },
        { "model", null, "exempt", Opus, true, "leave" },
        { "model", null, "runner", Opus, true,
            "unknown: it uses anthropic.claude-opus-4-6-v1, but CloudTrail does not tell who created it, and whoever is exempt may have" },
        { "model", "sts:agent/s1", "runner", "anthropic.claude-opus-4-6-v2", false, "leave" },
        { "model", "sts:agent/s1", "runner", "amazon.nova-micro-v1:0,?", false, "unknown: the model that it uses cannot be told" },
        { "model", "sts:agent/s1", "runner", "", false, "unknown: the model that it uses cannot be told" },
        { "account", null, "runner", "?", false, "stop: the whole account is stopped" },
        { "account", "sts:agent/s1", "runner", Opus, true, "stop: the whole account is stopped" },
        { "account", "sts:exempt/s1", "runner", Opus, true, "leave" },
        { "account", "sts:agent/s1", "exempt", Opus, true, "leave" },
        { "account", null, "runner", Opus, true,
            "unknown: the whole account is stopped, but CloudTrail does not tell who created it, and whoever is exempt may have" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_stop_ends_the_jobs_of_whom_it_stops_and_never_one_that_may_be_an_innocents(
        string target, string? creator, string? role, string models, bool someoneIsExempt, string expected)
    {
        var judgement = new JobJudgement(principal => principal.Name == "role/exempt", someoneIsExempt)
        {
            TagsOf = name => name switch
            {
                "role/payer" or "role/exempt" => TagSet.OfPrincipal([KeyValuePair.Create("Team", "payments")]),
                "role/finder" => TagSet.OfPrincipal([KeyValuePair.Create("team", "search")]),
                _ => null,
            },
        };
        var job = new RunningJob(JobKind.Batch, "arn:job", "night", "us-east-1", ["m"], role is null
            ? null
            : $"arn:aws:iam::{Account}:role/service/{role}", null);

        var verdict = judgement.Of(
            target switch
            {
                "agent" => Agent,
                "elsewhere" => Elsewhere,
                "session" => Session,
                "model" => Model,
                "team" => Team,
                _ => Whole,
            },
            job,
            [.. models.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(model => model == "?" ? null : model)],
            creator is null ? null : Caller.Parse(creator.Split(':') switch
            {
                ["sts", var name] => $"arn:aws:sts::{Account}:assumed-role/{name}",
                ["far", var name] => $"arn:aws:sts::999988887777:assumed-role/{name}",
                [_, var name] => $"arn:aws:iam::{Account}:user/{name}",
                _ => throw new ArgumentException(creator),
            }));

        (verdict switch
        {
            JobVerdict.Stop stop => "stop: " + stop.Reason,
            JobVerdict.Unknown unknown => "unknown: " + unknown.Reason,
            _ => "leave",
        }).ShouldBe(expected);
    }
}

using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Cli.Diagnosis;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.Verbs;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using Spectre.Console;

namespace KillSwitch.Cli.Tests.Diagnosis;

public class DiagnosisOutputTests
{
    private static readonly Deployment Place = new("KillSwitch", "us-east-1", "t", "topic")
    {
        Denies = ImmutableDictionary<PreparedDeny, string>.Empty.Add(PreparedDeny.Spending, "arn:aws:iam::111122223333:policy/d"),
    };

    private static readonly CheckResult[] Results =
    [
        Of("functions", ChainPart.Deployment, CheckOutcome.Ok, "all 4 are there", null),
        Of("invocation-logging", ChainPart.Logs, CheckOutcome.Ok, "it writes", null, "us-east-1"),
        Of("invocation-logging", ChainPart.Logs, CheckOutcome.Warning, "it is off", "deny Bedrock there", "eu-west-1"),
        Of("alarms", ChainPart.Telling, CheckOutcome.Fault, "alarms are disarmed: K-Leaks",
            "aws cloudwatch enable-alarm-actions --alarm-names " + new string('x', 90)),
        Of("your-access", ChainPart.People, CheckOutcome.Unknown, "you may not look: `x:Y` is missing", "ask"),
    ];

    private static readonly OutOfReach People =
        new([new Unstoppable("role/full", Reach.PolicyLimit, "it holds 10 managed policies", "detach one")], ["role/BreakGlass"]);

    [Fact]
    public void Every_check_has_a_mark_and_a_word_and_a_command_stays_on_one_line()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 80;

        DiagnosisOutput.Write(new Terminal(console, console, output, output, () => Stream.Null), Place, Results, People);

        var lines = output.ToString().Split('\n').Select(line => line.TrimEnd()).ToList();
        lines.ShouldContain("  ✓ ok      functions: all 4 are there");
        lines.ShouldContain("  ! warning invocation-logging eu-west-1: it is off");
        lines.ShouldContain("            → deny Bedrock there");
        lines.ShouldContain("  ✗ fault   alarms: alarms are disarmed: K-Leaks");
        lines.ShouldContain("            → aws cloudwatch enable-alarm-actions --alarm-names " + new string('x', 90));
        lines.ShouldContain("  ? unknown your-access: you may not look: `x:Y` is missing");
        lines.ShouldContain(line => line.Contains("role/full: it holds 10 managed policies", StringComparison.Ordinal));
        lines.ShouldContain("Exempt, as the policy says: role/BreakGlass");
        lines.ShouldContain("5 checks: 2 ok, 1 warning, 1 fault, 1 unknown");
    }

    [Fact]
    public void As_JSON_it_has_ids_outcomes_and_people()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            DiagnosisOutput.Write(json, Results[2..4], People);
            json.WriteEndObject();
        }

        Encoding.UTF8.GetString(bytes.ToArray()).ShouldStartWith(
            """{"checks":[{"id":"invocation-logging","part":"logs","region":"eu-west-1","outcome":"warning","found":"it is off","remedy":"deny Bedrock there"},{"id":"alarms","part":"telling","outcome":"fault" """.TrimEnd());
        Encoding.UTF8.GetString(bytes.ToArray()).ShouldEndWith(
            ""","unstoppable":[{"principal":"role/full","why":"policyLimit","reason":"it holds 10 managed policies","remedy":"detach one"}],"exempt":["role/BreakGlass"]}""");
    }

    [Fact]
    public void The_exit_code_is_the_worst_that_is_known()
    {
        DoctorVerb.Code(Results).ShouldBe(ExitCode.Refused);
        DoctorVerb.Code([.. Results.Where(result => result.Finding.Outcome != CheckOutcome.Fault)]).ShouldBe(ExitCode.Done);
        DoctorVerb.Code([Results[4], Results[4]]).ShouldBe(ExitCode.AwsRefused);
    }

    private static CheckResult Of(string id, ChainPart part, CheckOutcome outcome, string found, string? remedy, string? region = null) =>
        new(id, part, region, new Finding(outcome, found, remedy));
}

using System.CommandLine;
using KillSwitch.Aws.Diagnosis;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Cli.Diagnosis;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>doctor</c>: proves the chain link by link, says what to do about each fault, and who could not be stopped.</summary>
internal static class DoctorVerb
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(60);

    public static Command Create(Terminal terminal)
    {
        var probe = new Option<bool>("--probe")
        {
            Description = "Write a record into the log group that costs and counts nothing, and wait until the meter has seen it.",
        };
        var account = new AccountOptions();
        var command = new Command("doctor", """
            Look at the whole chain, from invocation logging to the deny and the message, and say what to do about each fault; then who cannot be stopped, what no record meters, and who could go on by another identity after a stop. Changes nothing.

            Exit code: 0 no fault, 1 a fault was found, 3 AWS said no to everything. What may not be looked at is unknown, and never counted as well.

            Examples:
              killswitch doctor
              killswitch doctor --probe
              killswitch doctor --output json --stack KillSwitch --region us-east-1
            """) { probe };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            using var examination = await session.ExamineAsync(cancellation);
            var results = await Doctor.ExamineAsync(examination, parsed.GetValue(probe), DefaultPatience, cancellation);
            var people = await OutOfReach.TryFindAsync(examination, cancellation);
            var ways = await WaysOn.TryFindAsync(examination, cancellation);
            if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
            {
                JsonOutput.Write(terminal, json =>
                {
                    DiagnosisOutput.Write(json, results, people);
                    WaysOnOutput.Write(json, ways);
                });
            }
            else
            {
                DiagnosisOutput.Write(terminal, session.Guard.Place, results, people, ways);
            }

            return Code(results);
        });
        return command;
    }

    /// <summary>A fault outweighs what is not known; where nothing at all is known, AWS said no.</summary>
    internal static int Code(IReadOnlyList<CheckResult> results) =>
        results.Any(result => result.Finding.Outcome == CheckOutcome.Fault) ? ExitCode.Refused
        : results.All(result => result.Finding.Outcome == CheckOutcome.Unknown) ? ExitCode.AwsRefused
        : ExitCode.Done;
}

using System.CommandLine;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Aws.Policies;
using KillSwitch.Cli.Diagnosis;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.PriceLists;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>policy apply</c>: puts a policy file in force.</summary>
internal static class PolicyApplyVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The policy file, or - for standard input." };
        var yes = new Option<bool>("--yes") { Description = "Do not ask before the policy stops somebody at once." };
        var account = new AccountOptions();
        var command = new Command("apply", """
            Put a policy in force: a new version, audited, effective within a minute, without a deployment. A file with a mistake changes nothing.
            It says first whom the policy stops at once, whom it lets go, and where the counters of new rules start; it asks where it would stop somebody.

            Examples:
              killswitch policy apply killswitch.yaml --stack KillSwitch
              killswitch policy apply killswitch.yaml --yes
            """) { file, yes };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            var yaml = InputFile.Read(path, terminal);
            var read = PolicyFileReader.Read(yaml);
            if (read.Policy is null)
            {
                throw new BadInputException(string.Join('\n', [
                    $"`{path}` is no policy, and nothing was changed:",
                    .. read.Problems.Select(problem => $"{path}:{problem.Line}:{problem.Column}: {problem.Message}"),
                ]));
            }

            foreach (var warning in read.Warnings)
                terminal.Warn($"{path}:{warning.Line}:{warning.Column}: warning: {warning.Message}");
            using var session = await account.ConnectAsync(parsed, cancellation);
            if (await AskedBy.HeardAsync(session, terminal, cancellation) is null)
                return ExitCode.Refused;
            await ExemptAdvice.TellAsync(session, read.Policy, terminal, cancellation);
            foreach (var sentence in DeploymentAdvice.Of(session.Guard.Place, read.Policy))
                terminal.Warn("killswitch: " + sentence);
            // Standard input has one thing to say.
            return await ApplyAsync(session, yaml, read.Policy, parsed.GetValue(yes), mayAsk: path != "-", parsed, terminal, cancellation);
        });
        return command;
    }

    private static async Task<int> ApplyAsync(
        GuardSession session, string yaml, Policy policy, bool isAgreed, bool mayAsk, ParseResult parsed, Terminal terminal,
        CancellationToken cancellation)
    {
        var policies = session.Guard.Policies;
        var found = await policies.FindInForceAsync(cancellation);
        if (found.Problem is { } problem)
            terminal.Warn($"killswitch: {problem}");
        if (found is { Problem: null, Version: { } current } && current.Yaml == yaml)
            return PolicyShowVerb.Tell(parsed, terminal, current, $"version {current.Number} is in force already, unchanged");
        var isText = parsed.GetValue(CommonOptions.Output) != OutputFormat.Json;
        var number = await policies.NextNumberAsync(found, cancellation);
        var listed = await ListedBook.EntriesAsync(session.Guard.Prices, cancellation);
        var turn = await new GuardCycle(session.Guard, policy, number, listed).TurnAsync(cancellation);
        var plan = await turn.PlanAsync(GuardSession.Now, cancellation);
        var output = new TurnOutput(plan, policy);
        if (isText)
            terminal.Out.WriteLines(output.Lines(terminal.Out.Profile.Width));
        await TellReachAsync(session, policy, isText && policy.Unmetered == UnmeteredUse.Tell, terminal, cancellation);
        if (output.Targets > 0 && !isAgreed && !(mayAsk && Ask(output.Targets, terminal)))
        {
            terminal.Warn(
                $"killswitch: nothing was changed; the policy stops {Count(output.Targets)} at once, and `--yes` puts it in force");
            return ExitCode.Refused;
        }

        var next = new PolicyVersion(number, yaml, GuardSession.Now, await session.CallerAsync(cancellation));
        try
        {
            if (!await session.Undertaking.WriteAsync(
                "policy",
                $"AWS has not answered whether version {number} is in force: `killswitch policy show` says",
                token => policies.TryApplyAsync(next, found, token),
                isInForce => isInForce ? $"version {number} of the policy is in force; the guard takes it up within a minute" : null,
                cancellation))
            {
                terminal.Warn("killswitch: someone else put a policy in force at the same time; `killswitch policy show` shows it, "
                    + "nothing was changed");
                return ExitCode.Refused;
            }
        }
        catch (ArgumentException error)
        {
            throw new BadInputException(error.Message);
        }

        // By which nothing is cut ends at once; what IAM has to be asked for is the watch's.
        await turn.CloseAsync(plan, GuardSession.Now, cancellation);
        return PolicyShowVerb.Tell(
            parsed, terminal, next, $"version {next.Number} is in force; the guard takes it up within a minute", output.Write);
    }

    // Whom its stops cannot reach, and what they do not close.
    private static async Task TellReachAsync(
        GuardSession session, Policy policy, bool alsoRoads, Terminal terminal, CancellationToken cancellation)
    {
        using var examination = await session.ExamineAsync(cancellation);
        if (await UnenforceableRule.TryFindAsync(examination, policy, cancellation) is not { } unenforceable)
        {
            terminal.Warn("killswitch: whom the rules cannot be enforced on is not known: IAM's listing may not be read; it asks for "
                + "`iam:GetAccountAuthorizationDetails`");
        }
        else
        {
            foreach (var rule in unenforceable)
                terminal.Warn("killswitch: " + UnenforceableText.Of(rule));
        }

        if (alsoRoads)
            await TellRoadsAsync(examination, policy, terminal, cancellation);
    }

    private static async Task TellRoadsAsync(DoctorContext examination, Policy policy, Terminal terminal, CancellationToken cancellation)
    {
        if (await WaysOn.TryFindAsync(examination, policy, cancellation) is not { } ways)
        {
            terminal.Warn("killswitch: `unmetered: tell`: IAM's listing may not be read, so who may spend where no record meters it is "
                + "not known; it asks for `iam:GetAccountAuthorizationDetails`");
        }
        else if (ways.Roads.Count > 0)
        {
            terminal.Out.WriteLines([.. WaysOnOutput.Roads(ways, terminal.Out.Profile.Width), Line.Of("  `unmetered: deny` closes them")]);
        }
    }

    private static bool Ask(int stops, Terminal terminal)
    {
        if (!terminal.CanAsk)
            return false;
        terminal.StandardError.Write($"Put it in force, and stop {Count(stops)} at once? [y/N] ");
        using var reader = new StreamReader(terminal.StandardInput());
        return reader.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static string Count(int stops) => stops == 1 ? "one target" : $"{stops} targets";
}

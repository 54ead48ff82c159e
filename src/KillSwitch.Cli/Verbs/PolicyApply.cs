using System.CommandLine;
using KillSwitch.Aws.Policies;
using KillSwitch.Cli.Account;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>policy apply</c>: puts a policy file in force.</summary>
internal static class PolicyApply
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The policy file, or - for standard input." };
        var account = new AccountOptions();
        var command = new Command("apply", """
            Put a policy in force: a new version, audited, effective within a minute, without a deployment. A file with a mistake changes nothing.

            Example:
              killswitch policy apply killswitch.yaml --stack KillSwitch
            """) { file };
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
            if (read.Policy is { Mantle: MantleAccess.Allow } policy && policy.Rules.Any(rule => rule.Stop is StopScope.Principal or StopScope.Session))
                terminal.Warn("killswitch: `mantle: allow`: whoever is under a cap may still spend on the bedrock-mantle endpoint, which writes no invocation logs; `mantle: deny` closes it");
            using var session = await account.ConnectAsync(parsed, cancellation);
            return await ApplyAsync(session, yaml, parsed, terminal, cancellation);
        });
        return command;
    }

    private static async Task<int> ApplyAsync(GuardSession session, string yaml, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var policies = session.Guard.Policies;
        var found = await policies.FindInForceAsync(cancellation);
        if (found.Problem is { } problem)
            terminal.Warn($"killswitch: {problem}");
        if (found is { Problem: null, Version: { } current } && current.Yaml == yaml)
            return PolicyShow.Tell(parsed, terminal, current, $"version {current.Number} is in force already, unchanged");
        var next = new PolicyVersion(await policies.NextNumberAsync(found, cancellation), yaml, GuardSession.Now, await session.CallerAsync(cancellation));
        try
        {
            if (await policies.TryApplyAsync(next, found, cancellation))
                return PolicyShow.Tell(parsed, terminal, next, $"version {next.Number} is in force; the guard takes it up within a minute");
        }
        catch (ArgumentException error)
        {
            throw new BadInputException(error.Message);
        }

        terminal.Warn("killswitch: someone else put a policy in force at the same time; `killswitch policy show` shows it, nothing was changed");
        return ExitCode.Refused;
    }
}

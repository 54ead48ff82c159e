using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using KillSwitch.Aws.Policies;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>policy show</c>: the policy in force, or an earlier one, as it was given.</summary>
internal static class PolicyShowVerb
{
    public static Command Create(Terminal terminal)
    {
        var version = WholeNumberOption.Create("--version", "An earlier version. [default: the one in force]", 1, int.MaxValue);
        var account = new AccountOptions();
        var command = new Command("show", """
            Print the policy in force, comments and all. Who applied it and when goes to stderr.

            Examples:
              killswitch policy show
              killswitch policy show --version 3 > earlier.yaml
            """) { version };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            var number = parsed.GetValue(version);
            var inForce = number is null ? await session.Guard.Policies.FindInForceAsync(cancellation) : null;
            if (inForce is { Problem: { } problem })
                terminal.Warn($"killswitch: {problem}");
            var found = number is { } some ? await session.Guard.Policies.FindAsync((int)some, cancellation) : inForce!.Version;
            if (found is null)
            {
                throw new BadInputException(number is { } asked ? $"there is no version `{asked}` of the policy"
                    : inForce is { Problem: not null }
                        ? "no version of the policy can be read; `killswitch policy apply killswitch.yaml` puts one in force"
                    : "no policy is in force: everything is counted and nothing is stopped; `killswitch policy apply killswitch.yaml` "
                        + "puts one in force");
            }

            if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
                return Tell(parsed, terminal, found, "");
            terminal.Warn($"version {found.Number}, applied {Time(found)} by {found.By}");
            await terminal.StandardOutput.WriteAsync(found.Yaml);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The sentence for a person, the version for a program.</summary>
    public static int Tell(
        ParseResult parsed, Terminal terminal, PolicyVersion version, string sentence, Action<Utf8JsonWriter>? more = null)
    {
        if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteNumber("version", version.Number);
                json.WriteString("at", version.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                json.WriteString("by", version.By);
                json.WriteString("yaml", version.Yaml);
                more?.Invoke(json);
            });
        }
        else
        {
            terminal.Out.WriteText(sentence);
        }

        return ExitCode.Done;
    }

    private static string Time(PolicyVersion version) =>
        version.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}

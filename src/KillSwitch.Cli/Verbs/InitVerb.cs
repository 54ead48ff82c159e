using System.CommandLine;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Resources;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Settings;

namespace KillSwitch.Cli.Verbs;

/// <summary>
/// <c>init</c>: writes a commented policy to start from, in observe mode; with the account's own past in view, with limits from it.
/// </summary>
internal static class InitVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Where to write, or - for standard output.",
            DefaultValueFactory = _ => Embedded.Policy,
        };
        var force = new Option<bool>("--force") { Description = "Overwrite a file that is there." };
        var policyPrices = new Option<string?>("--policy")
        {
            Description = "With --from-account: a policy whose prices and discounts hold, and stand in the new one too.",
            HelpName = "FILE",
        };
        var history = new HistoryOptions("7d", TimeSpan.FromDays(7));
        var command = new Command("init", """
            Write a commented policy file to start from, and its schema for editors beside it. It observes: nothing is cut until you say enforce.
            With --from-account its limits come from what the account itself did: three times the 99th percentile, with what was seen in the comments.

            Examples:
              killswitch init
              killswitch init policies/bedrock.yaml
              killswitch init --from-account --since 7d
            """) { file, force, policyPrices };
        history.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (path, isForced) = (parsed.GetRequiredValue(file), parsed.GetValue(force));
            if (parsed.GetValue(policyPrices) is not null && !history.IsAsked(parsed))
                throw new BadInputException("`--policy` needs `--from-account`");
            // Before an account is read for minutes.
            if (path != "-" && !isForced && File.Exists(path))
            {
                throw new BadInputException($"`{path}` exists already, and nothing was written: `killswitch init {Beside(path)}"
                    + $"{(history.IsAsked(parsed) ? " --from-account" : "")}` writes beside it, `--force` overwrites it");
            }

            var policy = history.IsAsked(parsed)
                ? await AccountProposal.WriteAsync(history, parsed.GetValue(policyPrices), parsed, terminal, cancellation)
                : Observing(Embedded.Read(Embedded.Policy));
            var where = GuardSetting.StackOption(history.Stack(parsed) ?? GuardSetting.DefaultStack);
            return Write(path, policy, history.IsAsked(parsed), where, terminal);
        });
        return command;
    }

    // The first name that is free.
    private static string Beside(string path)
    {
        var stem = Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path));
        return Enumerable.Range(2, 1000).Select(number => $"{stem}-{number}{Path.GetExtension(path)}").First(name => !File.Exists(name));
    }

    private static int Write(string path, string policy, bool isFromAccount, string where, Terminal terminal)
    {
        if (path == "-")
        {
            terminal.StandardOutput.Write(policy);
            return ExitCode.Done;
        }

        var schema = Path.Combine(Path.GetDirectoryName(path) ?? "", Embedded.Schema);
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            File.WriteAllText(path, policy);
            File.WriteAllText(schema, Embedded.Read(Embedded.Schema));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{path}` cannot be written: {error.Message}");
        }

        terminal.StandardOutput.WriteLine($"""
            Wrote {path} (in observe mode: nothing is cut) and {schema} (for your editor).

            Next: {(isFromAccount ? "read what was seen and look at each limit, then" : "set the limits (`killswitch init --from-account` takes them from what your account did), then")}
              killswitch policy check {path}
              killswitch replay --policy {path} --mode enforce --from-account{where}    # back-test it on your own invocation log
              killswitch policy apply {path}{where}
            """);
        return ExitCode.Done;
    }

    /// <summary>The repository's own policy, with the schema beside it and nothing cut.</summary>
    internal static string Observing(string policy) => policy
        .Replace("$schema=schema/" + Embedded.Schema, "$schema=" + Embedded.Schema, StringComparison.Ordinal)
        .Replace("mode: enforce                  #", "mode: observe                  #", StringComparison.Ordinal);
}

using System.CommandLine;
using System.CommandLine.Help;
using KillSwitch.Aws.Deploying;
using KillSwitch.Aws.Policies;
using KillSwitch.Cli.Help;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.Verbs;

namespace KillSwitch.Cli;

/// <summary>The whole command line: parses, runs the verb, and turns what went wrong into one sentence and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Every verb.</summary>
    public static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("""
            Bedrock spend that cannot run away: policies over Amazon Bedrock's own invocation log, that stop who breaks them. Back-test a policy on your logs, put it in force, see what is spent, stop and restore by hand.

            Examples:
              killswitch simulate incident
              killswitch init
              killswitch status
            """)
        {
            CommonOptions.Output,
            CommonOptions.Verbose,
            InitVerb.Create(terminal),
            PolicyVerb.Create(terminal),
            StatusVerb.Create(terminal),
            WatchVerb.Create(terminal),
            UsageVerb.Create(terminal),
            CachingVerb.Create(terminal),
            BillVerb.Create(terminal),
            StopVerb.Create(terminal),
            RestoreVerb.Create(terminal),
            RaiseVerb.Create(terminal),
            ApproveVerb.Create(terminal),
            RejectVerb.Create(terminal),
            ExplainVerb.Create(terminal),
            DoctorVerb.Create(terminal),
            DrillVerb.Create(terminal),
            ReplayVerb.Create(terminal),
            SimulateVerb.Create(terminal),
            PricesVerb.Create(terminal),
            DeployVerb.Create(terminal),
            DestroyVerb.Create(terminal),
            CompletionVerb.Create(terminal),
        };
        root.Subcommands.Add(HelpVerb.Create(root, terminal));
        root.Subcommands.Add(HelpVerb.CreateMan(root, terminal));
        root.Options.OfType<HelpOption>().Single().Action = new VerbHelpAction(terminal);
        return root;
    }

    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        var root = Root(terminal);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            terminal.Warn("killswitch: " + CommandMistake.Sentence(parsed));
            return ExitCode.BadInput;
        }

        var interruption = terminal.Interruption;
        try
        {
            return await parsed.InvokeAsync(
                new VerbConfiguration { Undertaking = interruption.Undertaking, Warn = terminal.Warn }, interruption.Token);
        }
        // Whatever it ended with, it was asked to.
        catch (Exception error) when (error is not OutOfMemoryException && interruption.IsAsked)
        {
            if (!interruption.IsUnread || !interruption.Undertaking.IsNothing || MayChange(parsed))
                interruption.Say(terminal.StandardError);
            return ExitCode.Interrupted;
        }
        catch (BadInputException error)
        {
            terminal.Warn($"killswitch: {error.Message}");
            if (parsed.GetValue(CommonOptions.Verbose))
                terminal.Warn(error.ToString());
            return ExitCode.BadInput;
        }
        catch (OutputFailedException error)
        {
            terminal.Warn(
                $"killswitch: what was to be printed could not be written ({error.Message}); {interruption.Undertaking.Sentence}");
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (AwsRefusal.Sentence(error) is not null)
        {
            terminal.Warn($"killswitch: {AwsRefusal.Sentence(error)}");
            SayWhatStands();
            if (parsed.GetValue(CommonOptions.Verbose))
                terminal.Warn(error.ToString());
            return ExitCode.AwsRefused;
        }
        catch (StackFailedException error)
        {
            terminal.Warn($"killswitch: {error.Message}");
            SayWhatStands();
            if (parsed.GetValue(CommonOptions.Verbose))
                terminal.Warn(error.ToString());
            return error.IsByAws ? ExitCode.AwsRefused : ExitCode.Refused;
        }
        // What nobody foresaw, such as something in the account that no version of the guard writes, is a sentence, too.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            terminal.Warn($"killswitch: {Unforeseen(error)}");
            SayWhatStands();
            if (parsed.GetValue(CommonOptions.Verbose))
                terminal.Warn(error.ToString());
            return ExitCode.Refused;
        }

        // What was written to the account before stands.
        void SayWhatStands()
        {
            if (!interruption.Undertaking.IsNothing)
                terminal.Warn($"killswitch: {interruption.Undertaking.Sentence}");
        }
    }

    private static bool MayChange(ParseResult parsed) => parsed.CommandResult.Command.Name
        is "apply" or "approve" or "deploy" or "destroy" or "drill" or "init" or "raise" or "reject" or "restore" or "stop";

    internal static string Unforeseen(Exception error) => error is DamagedPolicyException
        ? error.Message
        : "this should not have happened, and `--verbose` shows where it did: "
            + $"{string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))} (`{error.GetType().Name}`)";
}

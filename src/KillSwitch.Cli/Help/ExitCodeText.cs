using System.CommandLine;

namespace KillSwitch.Cli.Help;

/// <summary>What a verb ends with, for people who write scripts.</summary>
internal static class ExitCodeText
{
    /// <param name="command">The verb.</param>
    /// <param name="name">With those above it, without the program's: <c>policy apply</c>.</param>
    public static IEnumerable<(string Code, string Text)> Of(Command command, string name)
    {
        yield return ("0", "done");
        yield return ("1", Refused(name));
        yield return ("2", "bad usage or bad input; nothing was changed");
        if (command.Subcommands.Count > 0 || command.Options.Any(option => option.Name == "--profile"))
            yield return ("3", "AWS said no, or could not be reached");
        yield return ("130", "interrupted by Ctrl-C, a signal, a closed pipe or a full disk; what was written is said");
    }

    private static string Refused(string name) => name switch
    {
        "stop" => "refused: the target is exempt",
        "restore" => "refused: it would trip again at once, or may not be restored",
        "raise" => "refused: the stop of the counter would trip again at once, or may not be restored",
        "approve" or "reject" => "refused: the stop does not wait for a person",
        "drill" => "something is not as it is assumed, or nobody agreed to the drill",
        "policy apply" => "refused: someone else put a policy in force at the same time",
        "deploy" => "refused: it was not agreed to, the stack is busy or something else's, or cannot be updated",
        "destroy" => "refused: it was not agreed to, or the stack is busy or something else's",
        "policy test" => "a case failed",
        "prices check" => "a model that was called has no price",
        "replay" or "simulate incident" or "simulate fleet" => "with --fail-on-stop: something was stopped, or would have been",
        _ => "refused or breached",
    };
}

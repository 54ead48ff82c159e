using System.CommandLine;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Stops;

/// <summary>A person's word on a stop that waits.</summary>
internal static class Decision
{
    /// <param name="command">The word, given the ARN of the person.</param>
    /// <param name="exitCode">What the stop that follows ends with.</param>
    public static async Task<int> RunAsync(
        GuardSession session, string stopId, Func<string, StopCommand> command, Func<Stop, int> exitCode, ParseResult parsed,
        Terminal terminal, CancellationToken cancellation)
    {
        if (await session.Guard.Stops.FindAsync(stopId, cancellation) is not { } stop)
        {
            throw new BadInputException($"there is no stop `{stopId}`"
                + (await StopsByName.FindAsync(session, stopId, cancellation) is { Count: > 0 } its
                    ? $"; {(its.Count == 1 ? "its stop is" : "its stops are")} {string.Join(" and ", its.Select(one => $"`{one.Id}`"))}"
                    : $"{await StopsByName.HintAsync(session, stopId, cancellation)}; `killswitch status` lists them"));
        }

        // What the policy in force does not stand behind cannot be approved.
        await session.PolicyAsync(cancellation);
        if (await AskedBy.HeardAsync(session, terminal, cancellation) is not { } person)
            return ExitCode.Refused;
        switch (await session.Guard.Enforcement.CommandAsync(stop, command(person.Arn), cancellation))
        {
            case StopTransition.To { Next: var next }:
                return StopOutput.Write(parsed, terminal, [next], exitCode(next));
            case StopTransition.Refused { Reason: var reason }:
                terminal.Warn($"killswitch: `{stopId}`: {reason}");
                return ExitCode.Refused;
            default:
                // It was to be cut before, and that it is not is no success.
                return StopOutput.Write(parsed, terminal, [stop], stop.State == StopState.Failed ? ExitCode.AwsRefused : ExitCode.Done);
        }
    }
}

using System.CommandLine;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>simulate</c>: generates a workload and replays it.</summary>
internal static class SimulateVerb
{
    public static Command Create(Terminal terminal) => new("simulate", "Generate a workload as real records, and back-test a policy on it.")
    {
        SimulateIncidentVerb.Create(terminal),
        SimulateFleetVerb.Create(terminal),
    };
}

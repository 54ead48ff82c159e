using System.CommandLine;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Progress;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Report;
using KillSwitch.Engine.Simulation;
using Spectre.Console;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>simulate fleet</c>: many principals, most of whom behave.</summary>
internal static class SimulateFleetVerb
{
    public static Command Create(Terminal terminal)
    {
        var principals = WholeNumberOption.Create(
            "--principals", $"How many principals, 2 to {FleetPlan.MostPrincipals}. [default: 50]", 2, FleetPlan.MostPrincipals);
        var days = WholeNumberOption.Create("--days", $"How many days, 1 to {FleetPlan.MostDays}. [default: 14]", 1, FleetPlan.MostDays);
        var simulation = new SimulationOptions();
        var backtest = new BacktestOptions();
        var command = new Command("fleet", """
            A mixed fleet: most principals behave, some leak (their cache fails), one runs away.

            Examples:
              killswitch simulate fleet --principals 200 --days 7
              killswitch simulate fleet --write fleet-logs --policy killswitch.yaml
            """) { principals, days };
        simulation.AddTo(command);
        backtest.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var setting = backtest.Read(parsed, simulation.Policy(parsed, terminal), terminal);
            var seed = simulation.Seed(parsed);
            var plan = FleetPlan.Make((int)(parsed.GetValue(principals) ?? 50), (int)(parsed.GetValue(days) ?? 14), seed);
            var records = Fleet.Generate(plan, seed).ToList();
            simulation.Save(parsed, records, terminal);
            var result = await RunAsync("replaying", setting.Policy);
            if (!BacktestOptions.IsJson(parsed))
                terminal.Out.WriteText(Members(plan));
            var heading =
                new ReportHeading($"A fleet of {plan.Members.Count} over {plan.Days} days", $"Simulated, seed {seed}", [Members(plan)])
                {
                    Alone = await backtest.AloneAsync(parsed, setting.Policy, RunAsync),
                };
            return backtest.Finish(parsed, result, heading, terminal);

            ValueTask<ReplayResult> RunAsync(string label, Policy tried) => LiveBar.RunAsync(terminal, label, records.Count, progress =>
                Replay.RunAsync(tried, setting.Prices, records, setting.Delays, progress, cancellation));
        });
        return command;
    }

    private static string Members(FleetPlan plan)
    {
        var runaway = plan.Members.Single(member => member.Conduct == Conduct.RunsAway);
        var leaks = plan.Members.Where(member => member.Conduct == Conduct.Leaks).Select(member => member.Principal).ToList();
        var leaking = leaks.Count == 0
            ? "none leaks"
            : $"{leaks.Count} {(leaks.Count == 1 ? "leaks" : "leak")} ({string.Join(", ", leaks.Take(5))}{(leaks.Count > 5 ? ", …" : "")})";
        return $"{plan.Members.Count} principals: {runaway.Principal} runs away on day {plan.RunawayDay + 1}, {leaking}, the rest behave.";
    }
}

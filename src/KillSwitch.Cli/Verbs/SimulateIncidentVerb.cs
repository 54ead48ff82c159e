using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KillSwitch.Cli.Charts;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Progress;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Report;
using KillSwitch.Engine.Simulation;
using Spectre.Console;
using Rule = KillSwitch.Core.Policies.Rule;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>simulate incident</c>: the published bill, under the policy's rules each alone and together.</summary>
internal static class SimulateIncidentVerb
{
    private const string Modelled = "The totals are published; the nine days, the hours and the single calls are modelled.";

    public static Command Create(Terminal terminal)
    {
        var simulation = new SimulationOptions();
        var backtest = new BacktestOptions();
        var command = new Command("incident", """
            The published $37,901.73 bill, modelled over nine days: Claude Opus 4.6, one input token in five from the cache. Each stopping rule of the policy alone, then all together.

            Examples:
              killswitch simulate incident
              killswitch simulate incident --report incident.html --write incident-logs
            """);
        simulation.AddTo(command);
        backtest.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var setting = backtest.Read(parsed, simulation.Policy(parsed, terminal), terminal);
            var records = Incident.Generate(simulation.Seed(parsed));
            simulation.Save(parsed, records, terminal);

            var alone = new List<(Rule Rule, ReplayResult Result)>();
            foreach (var rule in BacktestOptions.Stopping(setting.Policy))
                alone.Add((rule, await RunAsync(rule.Id + " alone", setting.Policy with { Rules = [rule] })));
            var together = await RunAsync("all rules", setting.Policy);

            if (BacktestOptions.IsJson(parsed))
                WriteJson(simulation.Seed(parsed), together, alone, terminal);
            else
                WriteText(together, alone, terminal);
            var heading = new ReportHeading(
                "The $37,901.73 incident, replayed", "A coding agent on Claude Opus 4.6 whose prompt cache all but failed", [Modelled])
            {
                Alone = [.. alone.Select(one => BacktestOptions.Alone(one.Rule, one.Result))],
            };
            return backtest.Close(parsed, together, heading, terminal);

            ValueTask<ReplayResult> RunAsync(string label, Policy policy) => LiveBar.RunAsync(terminal, label, records.Count, progress =>
                Replay.RunAsync(policy, setting.Prices, records, setting.Delays, progress, cancellation));
        });
        return command;
    }

    private static void WriteText(ReplayResult together, List<(Rule Rule, ReplayResult Result)> alone, Terminal terminal)
    {
        ReplaySummary.Write(together, terminal.Out);
        terminal.Out.WriteLine();
        terminal.Out.WriteText("When each rule would have stopped it by itself");
        terminal.Out.WriteTable(AloneTable(alone.Select(one => BacktestOptions.Alone(one.Rule, one.Result))));
        terminal.Out.WriteLine();
        terminal.Out.WriteText(Modelled);
        var stopped = together.FirstCut is { } first
            ? $"{(together.Mode == PolicyMode.Observe ? "would have been stopped" : "stopped")} at "
                + Figure.Text(first.Unit, first.AtEffect)
            : "and nothing stopped it";
        terminal.Out.WriteText($"would have cost {together.WithoutGuard}, {stopped}");
    }

    internal static TextTable AloneTable(IEnumerable<RuleAlone> rules)
    {
        var table = new TextTable([new Column("rule, alone"), new Column("first stop"), new Column("spent", Side.Right)]);
        foreach (var one in rules)
        {
            var first = one.FirstStop?.UtcDateTime.ToString("ddd d MMM HH:mm:ss", CultureInfo.InvariantCulture) ?? "never";
            table.Add(one.Rule, first + (one.Waits ? ", waits" : ""), one.Spent.ToString());
        }

        return table;
    }

    private static void WriteJson(int seed, ReplayResult together, List<(Rule Rule, ReplayResult Result)> alone, Terminal terminal)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("scenario", "incident");
            json.WriteNumber("seed", seed);
            ReplayJson.WriteMembers(json, together);
            json.WriteStartArray("alone");
            foreach (var (rule, result) in alone)
            {
                json.WriteStartObject();
                json.WriteString("id", rule.Id);
                ReplayJson.WriteMembers(json, result);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        terminal.StandardOutput.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
    }
}

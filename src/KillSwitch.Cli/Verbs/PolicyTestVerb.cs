using System.CommandLine;
using System.Text.Json;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.PolicyCases;
using KillSwitch.Engine.Replay;
using Spectre.Console;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>policy test</c>: cases written beside a policy, run by the engine.</summary>
internal static class PolicyTestVerb
{
    private const string DefaultPolicy = "killswitch.yaml";

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The file of cases, or - for standard input." };
        var other = new Option<string?>("--policy")
        {
            Description = "Another policy than the one that the file names (killswitch.yaml beside it, where it names none).",
            HelpName = "FILE",
        };
        var own = OwnPrices.Option();
        var command = new Command("test", """
            Run the cases of a file against a policy: who spends what when, and who is stopped, waits for a person, is told of, or is not stopped. The engine that is deployed runs them, with exceptions, exemptions, windows, the brake and stops that end by themselves; no account is asked. The policy enforces here, whatever its mode.

            Examples:
              killswitch policy test killswitch.test.yaml
              killswitch policy test killswitch.test.yaml --policy proposed.yaml
              killswitch policy test killswitch.test.yaml --output json
            """) { file, other, own };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            var text = InputFile.Read(path, terminal);
            if (CaseFileReader.IsPolicy(text))
            {
                throw new BadInputException($"`{path}` is a policy, not a file of cases: `killswitch policy check {path}` checks it, and "
                    + $"`killswitch policy test CASES --policy {path}` runs cases against it");
            }

            var policyPath = parsed.GetValue(other) ?? Beside(path, CaseFileReader.PolicyPath(text) ?? DefaultPolicy);
            var policy = InputFile.Policy(policyPath, terminal);
            var prices = OwnPrices.Book(parsed.GetValue(own), policy, terminal);
            var read = CaseFileReader.Read(text, policy, prices);
            foreach (var problem in read.Problems)
                terminal.Warn($"{path}:{problem.Line}:{problem.Column}: {problem.Message}");
            if (read.Cases is not { } cases)
                throw new BadInputException($"`{path}` has {Counted.Of(read.Problems.Count, "mistake")}");

            Caution(policy, cases, terminal);
            var isJson = parsed.GetValue(CommonOptions.Output) == OutputFormat.Json;
            var results = new List<CaseResult>();
            foreach (var one in cases.Cases)
            {
                var result = await CaseRun.RunAsync(cases, one, prices, cancellation);
                results.Add(result);
                if (!isJson)
                    WriteLine(result, terminal.Out);
            }

            var failed = results.Count(result => !result.Passed);
            if (isJson)
                JsonOutput.Write(terminal, json => WriteJson(json, path, policyPath, results));
            else
                WriteSum(results.Count, failed, terminal.Out);
            return failed == 0 ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    private static string Beside(string path, string policy) =>
        path == "-" ? policy : Path.Combine(Path.GetDirectoryName(path) ?? "", policy);

    private static void Caution(Policy policy, PolicyCases cases, Terminal terminal)
    {
        if (cases.Observes)
            terminal.Warn("killswitch: the policy observes and cuts nothing; the cases show what it would do");
        foreach (var rule in policy.Rules.OfType<BudgetRule>())
            terminal.Warn($"killswitch: rule `{rule.Id}` waits for AWS Budgets, which no case can show: it is left out here");
    }

    private static void WriteLine(CaseResult result, IAnsiConsole console)
    {
        console.WritePieces(
            result.Passed ? new Piece("ok    ", Ink.Good) : new Piece("FAIL  ", Ink.Bad), new Piece(PlainText.Of(result.Case.Name)));
        foreach (var failure in result.Failures)
            console.WriteLines(Line.Wrap(PlainText.Of(failure), console.Profile.Width, first: "        ", further: "          "));
    }

    private static void WriteSum(int cases, int failed, IAnsiConsole console) => console.WritePieces(
        new Piece($"{Counted.Of(cases, "case")}, "),
        failed == 0 ? new Piece("all passed", Ink.Good) : new Piece($"{failed} failed", Ink.Bad));

    private static void WriteJson(Utf8JsonWriter json, string path, string policy, IReadOnlyList<CaseResult> results)
    {
        json.WriteString("file", path);
        json.WriteString("policy", policy);
        json.WriteNumber("passed", results.Count(result => result.Passed));
        json.WriteNumber("failed", results.Count(result => !result.Passed));
        json.WriteStartArray("cases");
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("name", result.Case.Name);
            json.WriteNumber("line", result.Case.Line);
            json.WriteBoolean("passed", result.Passed);
            json.WriteStartArray("failures");
            foreach (var failure in result.Failures)
                json.WriteStringValue(failure);
            json.WriteEndArray();
            ReplayJson.WriteEvents(json, result.Result);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

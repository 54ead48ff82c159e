using System.CommandLine;
using System.Text.Json;
using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Cli.Diagnosis;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Yaml;
using Spectre.Console;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>policy check</c>: what a policy says, or everything that is wrong with it.</summary>
internal static class PolicyCheckVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The policy file, or - for standard input." };
        var looks = new Option<bool>("--account")
        {
            Description = "Also hold it against the account's IAM: what no record meters, and by which other identity somebody under a "
                + "cap could go on, which rules cannot be enforced on whom, and which patterns name nobody and nothing here.",
        };
        var account = new AccountOptions();
        var command = new Command("check", """
            Validate a policy file. Mistakes are listed together, with line and column; of a file that is no YAML, the first place.
            With --account it also says who under a cap may spend where no record meters it, and by which other role or user each could go on after a stop: those that it may assume, pass, make or change; and warns of rules that cannot be enforced on somebody, and of patterns that match nobody and nothing in the account. Reads IAM and Bedrock, and changes nothing.

            Examples:
              killswitch policy check killswitch.yaml
              killswitch policy check killswitch.yaml --output json
              killswitch policy check killswitch.yaml --account --stack KillSwitch
            """) { file, looks };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            var result = PolicyFileReader.Read(InputFile.Read(path, terminal));
            WaysOn? ways = null;
            if (result.Policy is { } policy && parsed.GetValue(looks))
                (ways, result) = await LookAsync(policy);
            if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
                WriteJson(path, result, terminal, ways);
            else
                WriteText(path, result, terminal);
            if (ways is not null && parsed.GetValue(CommonOptions.Output) != OutputFormat.Json)
                terminal.Out.WriteLines(WaysOnOutput.Lines(ways, terminal.Out.Profile.Width));
            return result.Policy is null ? ExitCode.BadInput : ExitCode.Done;

            async Task<(WaysOn, PolicyFileResult)> LookAsync(Policy policy)
            {
                using var session = await account.ConnectAsync(parsed, cancellation);
                using var examination = await session.ExamineAsync(cancellation);
                // What can match nothing anywhere is warned of already.
                List<WrittenPattern> written =
                    [.. result.Patterns.Where(
                    one => result.Warnings.All(warning => (warning.Line, warning.Column) != (one.Line, one.Column)))];
                var unmatched = await NamesHere.UnmatchedAsync(
                    examination, policy, [.. written.Select(one => (one.Field, one.Pattern)).Distinct()], cancellation);
                var warnings = written.Where(one => unmatched.Contains((one.Field, one.Pattern)))
                    .Select(one => new YamlProblem(one.Line, one.Column, $"`{one.Pattern}` matches {NotHere(one.Field)}"));
                var unenforceable = (await UnenforceableRule.TryFindAsync(examination, policy, cancellation) ?? [])
                    .Join(result.Stops, rule => rule.Rule, stop => stop.Rule,
                        (rule, stop) => new YamlProblem(stop.Line, stop.Column, UnenforceableText.Of(rule)));
                return (await WaysOn.FindAsync(examination, policy, cancellation),
                    result with { Warnings = [.. result.Warnings.Concat(warnings).Concat(unenforceable).Order()] });
            }
        });
        return command;
    }

    private static string NotHere(Dimension dimension) => dimension.Kind switch
    {
        DimensionKind.Principal => "nobody in this account: no role and no user that IAM lists, and nobody who called this month",
        DimensionKind.Path => "nobody in this account: no role and no user that IAM lists has such a path",
        DimensionKind.PrincipalTag =>
            $"nobody in this account: no role and no user that IAM lists carries the tag `{dimension.TagKey}` with such a value",
        DimensionKind.Profile => "nothing in this account: no application inference profile here has such a name, id or ARN",
        _ => "nothing in this account: no model that was called this month, that an inference profile here names, or that has a price",
    };

    private static void WriteText(string path, PolicyFileResult result, Terminal terminal)
    {
        foreach (var problem in result.Problems)
            terminal.Warn(Place(path, problem));
        foreach (var warning in result.Warnings)
            terminal.Warn(Place(path, warning with { Message = "warning: " + warning.Message }));
        if (result.Policy is not { } policy)
        {
            terminal.Warn($"killswitch: `{path}` has {Counted.Of(result.Problems.Count, "mistake")}");
            return;
        }

        foreach (var rule in policy.Rules)
        {
            terminal.Out.WriteText(rule.Id, Ink.Strong);
            terminal.Out.WriteLines(Line.Wrap(PlainText.Of(Sentence(RuleSummary.Of(rule))), terminal.Out.Profile.Width, first: "  "));
        }

        if (policy.Prices.Count > 0)
        {
            var models = policy.Prices.Select(price => price.Model).Distinct().Count();
            terminal.Out.WriteText("prices", Ink.Strong);
            terminal.Out.WriteText(
                $"{Counted.Of(policy.Prices.Count, "price")} of your own, for {Counted.Of(models, "model")}.", first: "  ");
        }

        if (policy.Discounts.Count > 0)
        {
            terminal.Out.WriteText("discounts", Ink.Strong);
            foreach (var sentence in policy.Discounts.Select(DiscountSummary.Of))
                terminal.Out.WriteLines(Line.Wrap(PlainText.Of(sentence) + ".", terminal.Out.Profile.Width, first: "  "));
        }

        if (policy.Owners.Count > 0)
        {
            terminal.Out.WriteText("owners", Ink.Strong);
            foreach (var sentence in policy.Owners.Select(OwnerSummary.Of))
                terminal.Out.WriteLines(Line.Wrap(PlainText.Of(sentence) + ".", terminal.Out.Profile.Width, first: "  "));
        }

        if (policy.MayRestoreInChat.Count > 0)
        {
            terminal.Out.WriteText("chat", Ink.Strong);
            terminal.Out.WriteLines(Line.Wrap(
                PlainText.Of($"{string.Join(", ", policy.MayRestoreInChat)} may restore, raise, approve and reject") + ".",
                terminal.Out.Profile.Width, first: "  "));
        }

        terminal.Out.WritePieces(
            new($"{path} is valid", Ink.Good),
            new($": {Counted.Of(policy.Rules.Count, "rule")}, {Counted.Of(result.Warnings.Count, "warning")}"));
    }

    private static void WriteJson(string path, PolicyFileResult result, Terminal terminal, WaysOn? ways)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("file", path);
            json.WriteBoolean("valid", result.Policy is not null);
            json.WriteStartArray("rules");
            foreach (var rule in result.Policy?.Rules ?? [])
            {
                json.WriteStartObject();
                json.WriteString("id", rule.Id);
                json.WriteString("summary", RuleSummary.Of(rule));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("prices", result.Policy?.Prices.Count ?? 0);
            json.WriteStartArray("discounts");
            foreach (var discount in result.Policy?.Discounts ?? [])
                json.WriteStringValue(DiscountSummary.Of(discount));
            json.WriteEndArray();
            json.WriteStartArray("owners");
            foreach (var owner in result.Policy?.Owners ?? [])
                json.WriteStringValue(OwnerSummary.Of(owner));
            json.WriteEndArray();
            json.WriteStartArray("mayRestoreInChat");
            foreach (var glob in result.Policy?.MayRestoreInChat ?? [])
                json.WriteStringValue(glob.Pattern);
            json.WriteEndArray();
            Write(json, "problems", result.Problems);
            Write(json, "warnings", result.Warnings);
            if (ways is not null)
                WaysOnOutput.Write(json, ways);
            json.WriteEndObject();
        }

        terminal.StandardOutput.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<YamlProblem> problems)
    {
        json.WriteStartArray(name);
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteNumber("line", problem.Line);
            json.WriteNumber("column", problem.Column);
            json.WriteString("message", problem.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Place(string path, YamlProblem problem) => $"{path}:{problem.Line}:{problem.Column}: {problem.Message}";

    private static string Sentence(string summary) => char.ToUpperInvariant(summary[0]) + summary[1..] + ".";
}

using System.CommandLine;
using KillSwitch.Aws.Drills;
using KillSwitch.Cli.Drills;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Drills;
using KillSwitch.Engine.PriceLists;
using KillSwitch.Engine.Report;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>drill</c>: throws the switch on purpose, for a few cents, and says what it saw.</summary>
internal static class DrillVerb
{
    private const string Subject = "drill";

    private static readonly Usd DefaultBudget = new(0.05m);
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(10);

    // The roles of a drill, and their sessions, last for an hour: all that is waited for fits into it.
    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(5);

    public static Command Create(Terminal terminal)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask before it begins." };
        var budget = BudgetOption.Create("--budget", "The most that its calls may cost. [default: 0.05]");
        var where = new Option<string?>("--in")
        {
            Description = "Where to call: the guard's region, or one of a sensor's. [default: the guard's]",
            HelpName = "REGION",
        };
        var model = new Option<string?>("--model")
        {
            Description = "The model to call. [default: the cheapest that the account may call]",
            HelpName = "ID",
        };
        var report = new Option<string?>("--report") { Description = "Write what it found as one HTML page.", HelpName = "FILE" };
        var clean = new Option<bool>("--clean") { Description = "Only remove what a drill left that was killed." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what it would do." };
        var patience = DelayOption.Create(
            "--patience", "How long to wait for a record; for a deny to work half of it, for a stop twice.", DefaultPatience);
        var account = new AccountOptions();
        var command = new Command("drill", """
            Prove the switch where it is deployed, for a few cents: make two throwaway roles, call the cheapest model in every way, hold each record against its answer, let a rule stop the one role, see that its calls are refused and the other's are not, restore it, and remove all of it. Say what was seen of each thing that is assumed.

            Exit code: 0 nothing is refuted, 1 something is, or nobody agreed, 2 it cannot be made here, 3 AWS said no.

            Examples:
              killswitch drill
              killswitch drill --yes --report drill.html
              killswitch drill --in eu-central-1 --budget 0.10
              killswitch drill --clean
            """) { yes, budget, where, model, report, patience, clean, dryRun };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var wait = parsed.GetValue(patience) ?? DefaultPatience;
            if (wait < LeastPatience || wait > MostPatience)
                throw new BadInputException($"`{wait.TotalSeconds:0}s` is not allowed for `--patience`; allowed: from `10s` to `5m`");
            // What costs money is not done for a page that cannot be written.
            if (parsed.GetValue(report) is { } page)
                ReportFile.Try(page);
            using var session = await account.ConnectAsync(parsed, cancellation);
            if (await AskedBy.HeardAsync(session, terminal, cancellation) is not { } person)
                return ExitCode.Refused;
            var region = RegionOf(session, parsed.GetValue(where));
            if (Caller.Parse(person.Arn).Principal.Kind == PrincipalKind.Root)
                throw new BadInputException("root can assume no role; sign in as a role or a user");
            var isClean = parsed.GetValue(clean);
            var group = await session.Guard.GroupInUseAsync(region, cancellation)
                ?? (isClean ? "" : throw new BadInputException(
                    $"Bedrock writes its invocation logs to no log group in `{region}`; `killswitch doctor` says what to do"));
            var clock = await session.ClockAsync(cancellation);
            using var power = session.Drill(region, group, clock);
            var found = await session.InForceAsync(cancellation);
            var cleanup = new DrillCleanup(power.Ports, session.Guard.Enforcement, person.Arn);
            if (isClean)
                return await CleanAsync(cleanup, session, parsed, terminal, cancellation);
            if (found.Version is null)
            {
                throw new BadInputException(
                    "no policy is in force that the rule of a drill could stand beside; `killswitch policy apply` puts one in force");
            }

            var plan = await PlanAsync(
                session, found.Policy, power.Ports, region, person.Arn, new Usd(parsed.GetValue(budget) ?? DefaultBudget.Amount),
                parsed.GetValue(model), cancellation);
            var left = await cleanup.FindAsync(cancellation);
            var isText = parsed.GetValue(CommonOptions.Output) != OutputFormat.Json;
            if (isText)
                terminal.Out.WriteLines(DrillPlanText.Lines(plan, left, terminal.Out.Profile.Width));
            if (parsed.GetValue(dryRun))
            {
                if (!isText)
                    JsonOutput.Write(terminal, json => DrillPlanText.Write(json, plan, left));
                return ExitCode.Done;
            }

            if (!parsed.GetValue(yes) && !Ask(terminal))
            {
                terminal.Warn("killswitch: nothing was done; `--yes` agrees to the drill");
                return ExitCode.Refused;
            }

            if (clock.Ahead != TimeSpan.Zero)
            {
                terminal.Warn($"killswitch: this machine's clock is {clock.Ahead.Duration().TotalSeconds:0} s "
                    + $"{(clock.Ahead > TimeSpan.Zero ? "behind" : "ahead of")} AWS's; the drill goes by AWS's");
            }

            var findings = await RunAsync(session, power, plan, clock, DrillPatience.Of(wait), terminal, cancellation);
            if (findings is null)
                return ExitCode.AwsRefused;
            if (isText)
                DrillOutput.Write(terminal, findings);
            else
                JsonOutput.Write(terminal, json => DrillFindingsJson.WriteMembers(json, findings));
            // What cannot be kept was seen all the same, and so was what no page can be written of.
            try
            {
                await session.Guard.Drills.KeepAsync(findings, cancellation);
            }
            finally
            {
                if (parsed.GetValue(report) is { } path)
                    ReportFile.Write(path, terminal, writer => DrillReport.Write(findings, writer));
            }

            return findings.Refuted.Any() ? ExitCode.Refused : ExitCode.Done;
        });
        return command;
    }

    private static string RegionOf(GuardSession session, string? named)
    {
        var heard = session.Guard.Place.Heard;
        var region = named ?? session.Guard.Place.Region;
        return heard.Contains(region) ? region : throw new BadInputException(
            $"`{region}` is not allowed for `--in`; allowed: {string.Join(", ", heard)}, whose records the guard takes in");
    }

    private static async Task<DrillPlan> PlanAsync(
        GuardSession session, Policy policy, DrillPorts ports, string region, string by, Usd budget, string? named,
        CancellationToken cancellation)
    {
        var (guard, now, id) = (session.Guard, GuardSession.Now, NewId());
        var prices = PolicyPrices.Book(policy, listed: await ListedBook.EntriesAsync(guard.Prices, cancellation));
        var offered = await ports.Models.ListAsync(cancellation);
        var models = DrillPlan.Cheapest(offered, prices, region, now, named);
        if (models.Count == 0)
        {
            throw new BadInputException(named is null
                ? $"Bedrock offers no text model in `{region}` of which a price is known; `killswitch prices` says what is known"
                : $"`{named}` is not allowed for `--model`; allowed: a text model that Bedrock offers in `{region}` and that has a price, "
                    + $"such as {string.Join(", ", DrillPlan.Cheapest(offered, prices, region, now, null).Select(one => one.Id.Id))}");
        }

        var rules = await guard.RulesAsync(policy, cancellation);
        var role = DrillNames.Runaway(id);
        return new DrillPlan
        {
            Drill = id,
            Account = guard.Place.Account,
            Region = region,
            Stack = guard.Place.Stack,
            By = by,
            Budget = budget,
            Prices = prices,
            Models = models,
            OpenAiModels = DrillPlan.Cheapest(offered.Where(model => model.IsOpenAi && model.IsOnDemand), prices, region, now, named: null),
            NoMantle = policy.Mantle == MantleAccess.Deny ? "the policy in force denies that endpoint (`mantle: deny`)" : null,
            Unstoppable = rules.IsExempt("role/" + role, $"arn:{by.Split(':')[1]}:iam::{guard.Place.Account}:role/{role}")
                ? "the policy in force exempts the drill's role, and whoever is exempt is never stopped" : null,
        };
    }

    private static async Task<DrillFindings?> RunAsync(
        GuardSession session, DrillPower power, DrillPlan plan, AwsClock clock, DrillPatience patience, Terminal terminal,
        CancellationToken cancellation)
    {
        var undertaking = session.Undertaking;
        var drill = new DrillContext(plan, power.Ports, session.Guard.Enforcement)
        {
            Patience = patience,
            Clock = clock,
            Say = terminal.Warn,
            Cleaned = () => undertaking.Tell(Subject, null),
        };
        using var examination = await session.ExamineAsync(cancellation);
        var program = await examination.MeterProgramAsync(cancellation);
        try
        {
            // Who ends it is kept waiting for what it removes.
            return await undertaking.WriteAsync(
                Subject, $"what drill {plan.Drill} made may be there still: `killswitch drill --clean` removes it",
                _ => Drill.RunAsync(drill, program, cancellation), _ => null, cancellation);
        }
        catch (DrillException error)
        {
            terminal.Warn($"killswitch: {error.Message}");
            return null;
        }
    }

    private static async Task<int> CleanAsync(
        DrillCleanup cleanup, GuardSession session, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var found = await cleanup.FindAsync(cancellation);
        var left = await session.Undertaking.WriteAsync(
            Subject, "what a drill left may be there still: `killswitch drill --clean` removes it",
            token => cleanup.RunAsync(token), left => left.Count == 0 ? null : "not all of what a drill left is removed", cancellation);
        if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
        {
            JsonOutput.Write(terminal, json =>
            {
                foreach (var (name, texts) in ((string, IReadOnlyList<string>)[])[("found", found), ("left", left)])
                {
                    json.WriteStartArray(name);
                    foreach (var text in texts)
                        json.WriteStringValue(text);
                    json.WriteEndArray();
                }
            });
        }
        else
        {
            terminal.Out.WriteLines(found.Count == 0
                ? [Line.Of("Nothing is left of any drill.")]
                : [.. found.Select(one => Line.Of("removed " + one)).Where(_ => left.Count == 0)]);
        }

        foreach (var one in left)
            terminal.Warn($"killswitch: it could not be removed: {one}");
        return left.Count == 0 ? ExitCode.Done : ExitCode.AwsRefused;
    }

    private static bool Ask(Terminal terminal)
    {
        if (!terminal.CanAsk)
            return false;
        terminal.StandardError.Write("Make it? [y/N] ");
        using var reader = new StreamReader(terminal.StandardInput());
        return reader.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static string NewId() => Guid.NewGuid().ToString("N")[..8];
}

using System.CommandLine;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.ByHand;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>raise</c>: grants room beyond a limit, before a stop or after.</summary>
internal static class RaiseVerb
{
    private const int MostDays = 366;

    // From UTC to any zone's clock.
    private static readonly TimeSpan Farthest = TimeSpan.FromHours(14);

    public static Command Create(Terminal terminal)
    {
        var target = new Argument<string>("TARGET")
        {
            Description = "Whose counter: role/NAME, user/NAME, role/NAME/SESSION, model/ID, "
                + "principalTag:KEY=VALUE, tag:KEY=VALUE, or account.",
        };
        var rule = new Option<string>("--rule") { Description = "Whose limit.", Required = true, HelpName = "ID" };
        var by = new Option<decimal?>("--by")
        {
            Description = "How much more, in the limit's unit: dollars, calls or tokens.",
            Required = true,
            HelpName = "AMOUNT",
            CustomParser = AmountOption.Parse,
        };
        var until = DayOption.Create(
            "--until", "The last day of it, in the policy's time zone, in each window anew. [default: to the end of this window]");
        var reason = ReasonOption.Create("Why; it is kept.");
        var anyway = new Option<bool>("--anyway")
        {
            Description = "Raise for a name that IAM, Bedrock and what was called do not know.",
        };
        var account = new AccountOptions();
        var command = new Command("raise", """
            Let somebody use more than a rule's limit: in this window, or in each one until a day. A stop of the same counter is lifted with it.

            Examples:
              killswitch raise role/agent-7 --rule agent-monthly-cap --by 100 --reason "release week"
              killswitch raise role/agent-7 --rule agent-monthly-cap --by 50 --until 2026-12-04 --reason "until Friday"
            """) { target, rule, by, until, reason, anyway };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            // Before anybody signs in: what is wrong whoever is asked, and in whichever zone.
            StopTargetText.ReadAnywhere(parsed.GetRequiredValue(target));
            if (parsed.GetValue(until) is { } last)
                RefuseOver(last, Today(GuardSession.Now - Farthest), Today(GuardSession.Now + Farthest));
            using var session = await account.ConnectAsync(parsed, cancellation);
            if (await AskedBy.HeardAsync(session, terminal, cancellation) is not { } person)
                return ExitCode.Refused;
            var whom = StopTargetText.Read(parsed.GetRequiredValue(target), session.Guard.Place.Account);
            var (policy, now) = (await session.PolicyAsync(cancellation), GuardSession.Now);
            var end = parsed.GetValue(until) is { } day ? EndOf(day, policy, now) : (DateTimeOffset?)null;
            if (!parsed.GetValue(anyway))
                await new RealTarget(session, terminal).CheckAsync(whom, cancellation);
            var rules = await session.Guard.RulesAsync(policy, cancellation);
            switch (await new RaiseByHand(rules, session.Guard.Ports).RunAsync(
                parsed.GetRequiredValue(rule), whom, parsed.GetRequiredValue(by)!.Value, end, parsed.GetRequiredValue(reason), person, now,
                cancellation))
            {
                case RaiseResult.Refused { Reason: var refused }:
                    throw new BadInputException("nothing was changed: " + refused);
                case RaiseResult.Done { Stop: { } stop } done:
                    terminal.Warn("killswitch: " + Sentence(done, whom.Name));
                    return await RestoreVerb.RestoreAsync(session, person, [stop], raise: 0, parsed, terminal, cancellation);
                case RaiseResult.Done done:
                    Write(done, whom.Name, parsed, terminal);
                    return ExitCode.Done;
                default:
                    throw new InvalidOperationException("a raise came to nothing known");
            }
        });
        return command;
    }

    private static DateTimeOffset EndOf(DateOnly day, Policy policy, DateTimeOffset now)
    {
        var calendar = WindowCalendar.Of(policy.TimeZone);
        var today = Today(calendar.Local(now));
        RefuseOver(day, today, today);
        // Noon is on its own day in every zone's clock; its day's end is the zone's.
        var local = calendar.Local(now);
        var noon = new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), local.Offset);
        return calendar.Containing(WindowUnit.Day, noon.ToUnixTimeSeconds()).Until;
    }

    private static DateOnly Today(DateTimeOffset local) => DateOnly.FromDateTime(local.DateTime);

    // Where the zone is not known, today is one of a few days.
    private static void RefuseOver(DateOnly day, DateOnly first, DateOnly last)
    {
        if (day < first || day.DayNumber - last.DayNumber > MostDays)
        {
            throw new BadInputException($"`--until {DayOption.Text(day)}` is {(day < first ? "over" : "too far")}; allowed: today, "
                + $"{DayOption.Text(first)}, to {DayOption.Text(last.AddDays(MostDays))}");
        }
    }

    private static string Sentence(RaiseResult.Done done, string target) =>
        $"{target} may use {Figure.Text(done.Hit.Rule.Unit, done.Limit)} under `{done.Hit.Rule.Id}` until "
            + $"{TimeText.Minute(done.Until)} UTC, and used {Figure.Text(done.Hit.Rule.Unit, done.Measured)}";

    private static void Write(RaiseResult.Done done, string target, ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(CommonOptions.Output) != OutputFormat.Json)
        {
            terminal.Out.WriteText(Sentence(done, target));
            return;
        }

        JsonOutput.Write(terminal, json =>
        {
            json.WriteString("rule", done.Hit.Rule.Id);
            json.WriteString("target", target);
            json.WriteString("unit", UnitText.Of(done.Hit.Rule.Unit));
            json.WriteNumber("measured", done.Measured);
            json.WriteNumber("limit", done.Limit);
            json.WriteString("until", done.Until);
        });
    }
}

using System.CommandLine;
using KillSwitch.Aws.Account;
using KillSwitch.Cli.Bills;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Engine.Bills;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>bill</c>: a day's bill, held against what was metered.</summary>
internal static class BillVerb
{
    public static Command Create(Terminal terminal)
    {
        var day = DayOption.Create("--day", "The day, of UTC, as AWS bills. [default: two days ago]");
        var account = new AccountOptions();
        var command = new Command("bill", """
            Hold a day's bill against what was metered: by model, quantity and price apart. Asks Cost Explorer, for two or three cents. Exits with 1 when a model is apart by more than 1 % and $1.

            Examples:
              killswitch bill
              killswitch bill --day 2026-11-28
              killswitch bill --output json
            """) { day };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var today = DateOnly.FromDateTime(GuardSession.Now.UtcDateTime);
            var asked = parsed.GetValue(day) ?? today.AddDays(-BillReader.CompleteAfterDays);
            if (asked > today)
            {
                throw new BadInputException(
                    $"`{DayOption.Text(asked)}` is yet to come; allowed: today, {DayOption.Text(today)}, and days before");
            }

            if (asked < DateOnly.FromDateTime((GuardSession.Now - UsageView.Kept([])).UtcDateTime))
            {
                throw new BadInputException(
                    $"what was metered on {DayOption.Text(asked)} is no longer kept; allowed: a day of the last "
                    + $"{UsageView.Kept([]).TotalDays:0}");
            }

            using var session = await account.ConnectAsync(parsed, cancellation);
            var guard = session.Guard;
            var policy = await session.PolicyAsync(cancellation);
            var reader = await HeldBill.ReaderAsync(guard, policy, TimeProvider.System, cancellation);
            var held = (await reader.ReadAsync([asked], guard.Place.Heard, cancellation))[0];
            var isComplete = asked <= today.AddDays(-BillReader.CompleteAfterDays);
            if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
                JsonOutput.Write(terminal, json => BillJson.Write(json, held, isComplete));
            else
                BillText.Write(terminal.Out, held, isComplete, IsDiscounted(policy, asked));
            return held.Agrees ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    private static bool IsDiscounted(Policy policy, DateOnly day) =>
        policy.Discounts.Any(discount => discount.IsInForce(new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero)));
}

using System.CommandLine;
using System.Globalization;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.InferenceProfiles;
using KillSwitch.Engine.PriceLists;
using Spectre.Console;

namespace KillSwitch.Cli.Verbs;

/// <summary>
/// <c>prices check</c>: models that were called and have no price, in recorded logs or by what the guard counted this month.
/// </summary>
internal static class PricesCheckVerb
{
    public static Command Create(Terminal terminal)
    {
        var logs = new Option<string[]>("--logs")
        {
            Description = LogInput.Description + " [default: what the guard counted this month]",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "PATH",
        };
        var (prices, policy) = (OwnPrices.Option(), OwnPrices.PolicyOption());
        policy.Description += " [default: with --logs none, else the one in force]";
        var account = new AccountOptions();
        var command = new Command("check", """
            List models that were called and have no price: they are counted like the dearest of their kin. Exits with 1 when there is one.

            Examples:
              killswitch prices check
              killswitch prices check --logs events.json --prices mine.yaml
            """) { logs, prices, policy };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var called = parsed.GetValue(logs) is { Length: > 0 } paths
                ? await LoggedAsync(paths, Book(OwnPrices.Policy(parsed.GetValue(policy), terminal), null), terminal, cancellation)
                : await CountedAsync(
                    parsed, account, (inForce, listed) =>
                        Book(parsed.GetValue(policy) is { } path ? InputFile.Policy(path, terminal) : inForce, listed),
                    cancellation);
            return Write(parsed, terminal, [.. called.GroupBy(one => one.Model, (model, same) => new Unpriced(
                    model, same.Sum(one => one.Calls), same.Aggregate(Usd.Zero, (sum, one) => sum + one.Cost)))
                .OrderByDescending(one => one.Cost).ThenBy(one => one.Model, StringComparer.Ordinal)]);

            // What it ignores has no price, either.
            PriceBook Book(Policy with, IEnumerable<PriceEntry>? listed) =>
                OwnPrices.Book(parsed.GetValue(prices), with with { Unpriced = UnpricedModels.FailSafe }, terminal, listed);
        });
        return command;
    }

    private static async Task<IEnumerable<Unpriced>> LoggedAsync(
        string[] paths, PriceBook book, Terminal terminal, CancellationToken cancellation) =>
        (await LogInput.ReadAsync(paths, InferenceProfileMap.Empty, terminal, cancellation)).Records
            .Where(record => !record.IsRefused)
            .Select(record => (record.Model, Priced: book.Price(record)))
            .Where(one => IsUnpriced(one.Priced.Basis))
            .Select(one => new Unpriced(one.Model.Id, 1, one.Priced.Cost));

    private static async Task<IEnumerable<Unpriced>> CountedAsync(
        ParseResult parsed, AccountOptions account, Func<Policy, IEnumerable<PriceEntry>?, PriceBook> bookOf,
        CancellationToken cancellation)
    {
        using var session = await account.ConnectAsync(parsed, cancellation);
        var policy = await session.PolicyAsync(cancellation);
        var book = bookOf(policy, await ListedBook.EntriesAsync(session.Guard.Prices, cancellation));
        var calendar = WindowCalendar.Of(policy.TimeZone);
        var now = GuardSession.Now;
        var month = calendar.Containing(WindowUnit.Month, now.ToUnixTimeSeconds());
        var shape = ScopeText.Shape(session.Guard.Place.Account, [Dimension.Account, Dimension.Region, Dimension.Model], "");
        return (await session.Guard.Usage.SumAsync(calendar.Hours(month.Start, now.ToUnixTimeSeconds() + 1), shape, cancellation))
            .Select(sum => (
                Model: ScopeText.Value(sum.Key, Dimension.Model)!, Region: ScopeText.Value(sum.Key, Dimension.Region)!, Usage: sum.Value))
            .Where(one => IsUnpriced(book.PriceMany(ModelId.Parse(one.Model), one.Region, now, one.Usage.Calls, one.Usage.Tokens).Basis))
            .Select(one => new Unpriced(one.Model, one.Usage.Calls, one.Usage.Cost));
    }

    private static bool IsUnpriced(PriceBasis basis) => basis is PriceBasis.FailSafe or PriceBasis.Ignored;

    private static int Write(ParseResult parsed, Terminal terminal, IReadOnlyList<Unpriced> unpriced)
    {
        if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteStartArray("unpriced");
                foreach (var one in unpriced)
                {
                    json.WriteStartObject();
                    json.WriteString("model", one.Model);
                    json.WriteNumber("calls", one.Calls);
                    json.WriteNumber("usd", Math.Round(one.Cost.Amount, 6, MidpointRounding.AwayFromZero));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }
        else if (unpriced.Count == 0)
        {
            terminal.Out.WriteText("Every model that was called has a price.");
        }
        else
        {
            var table = new TextTable(
                [new Column("no price for"), new Column("calls", Side.Right, 1), new Column("counted as", Side.Right)]);
            foreach (var one in unpriced)
                table.Add(PlainText.Of(one.Model), one.Calls.ToString("#,##0", CultureInfo.InvariantCulture), one.Cost.ToString());
            terminal.Out.WriteTable(table);
            terminal.Out.WriteText(
                "They are counted like the dearest of their kin; `killswitch prices MODEL --anyway` says whose. Update the guard, or give "
                + "them a price of your own in the policy (`prices`).");
        }

        return unpriced.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private sealed record Unpriced(string Model, long Calls, Usd Cost);
}

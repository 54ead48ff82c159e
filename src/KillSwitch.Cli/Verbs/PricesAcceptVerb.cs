using System.CommandLine;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.PriceLists;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>prices accept</c>: takes up what waits of AWS's list.</summary>
internal static class PricesAcceptVerb
{
    public static Command Create(Terminal terminal)
    {
        var models = new Argument<string[]>("MODEL")
        {
            Description = "Models whose prices are taken up. [default: all that wait]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var account = new AccountOptions();
        var command = new Command("accept", """
            Take up prices of AWS's list that wait for a person, because they moved by more than a factor of two or are gone. They are in force from today on; where a price is gone, the program's own counts again.

            Examples:
              killswitch prices accept amazon.nova-pro-v1:0
              killswitch prices accept --yes
            """) { models, yes };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            var held = (await session.Guard.Prices.AllAsync(cancellation))
                .SelectMany(kept => kept.Prices.Held.Select(change => (kept.Prices.Region, Change: change))).ToList();
            var named = Named(parsed.GetValue(models) ?? [], [.. held.Select(one => one.Change)]);
            List<(string Region, PriceChange Change)> accepted =
                [.. held.Where(one => named.Count == 0 || named.Contains(one.Change.Group.Model))];
            if (accepted.Count > 0 && !parsed.GetValue(yes) && !Ask(accepted, terminal))
            {
                terminal.Warn("killswitch: nothing was changed; `--yes` takes up the prices that wait");
                return ExitCode.Refused;
            }

            return Write(parsed, terminal, await AcceptAsync(session, accepted, cancellation));
        });
        return command;
    }

    private static HashSet<string> Named(string[] models, IReadOnlyList<PriceChange> held)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var model in models)
        {
            var canonical = ModelSpelling.Known.Canonical(ModelId.Parse(model).Id);
            if (!held.Any(change => change.Group.Model == canonical))
            {
                throw new BadInputException($"no price of `{model}` waits"
                    + (NearestNames.Hint(model, held.Select(change => change.Model).Distinct()) is { Length: > 0 } hint
                        ? hint : "; `killswitch prices diff` shows what does"));
            }

            named.Add(canonical);
        }

        return named;
    }

    private static async Task<List<(string Region, PriceChange Change)>> AcceptAsync(
        GuardSession session, List<(string Region, PriceChange Change)> accepted, CancellationToken cancellation)
    {
        var taken = new List<(string, PriceChange)>();
        var by = await session.CallerAsync(cancellation);
        foreach (var region in accepted.GroupBy(one => one.Region, one => one.Change.Group))
        {
            // What was shown and agreed to, and nothing that came since.
            var groups = region.ToHashSet();
            taken.AddRange((await session.Undertaking.WriteAsync(
                "prices " + region.Key,
                $"AWS has not answered whether the prices of {region.Key} are in force: `killswitch prices diff` says",
                token => AcceptOfAsync(session.Guard.Prices, region.Key, groups, by, token),
                done => done.Count == 0 ? null : $"the prices of {region.Key} are in force",
                cancellation)).Select(change => (region.Key, change)));
        }

        return taken;
    }

    private static ValueTask<IReadOnlyList<PriceChange>> AcceptOfAsync(
        IPriceStore store, string region, HashSet<ListedGroup> groups, string by, CancellationToken cancellation) =>
        PriceRefresh.AcceptAsync(store, region, change => groups.Contains(change.Group), by, GuardSession.Now, cancellation);

    private static bool Ask(List<(string Region, PriceChange Change)> accepted, Terminal terminal)
    {
        foreach (var (region, change) in accepted)
            terminal.Warn("  " + PriceWords.Of(change, region));
        if (!terminal.CanAsk)
            return false;
        terminal.StandardError.Write("Take them up, in force from today on? [y/N] ");
        using var reader = new StreamReader(terminal.StandardInput());
        return reader.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static int Write(ParseResult parsed, Terminal terminal, List<(string Region, PriceChange Change)> taken)
    {
        if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteStartArray("accepted");
                foreach (var (region, change) in taken)
                    PriceChangeOutput.Write(json, change, region);
                json.WriteEndArray();
            });
            return ExitCode.Done;
        }

        foreach (var (region, change) in taken)
        {
            terminal.Out.WriteText(
                PriceWords.Of(change, region) + (change.IsLost ? ": the program's own price counts" : ": in force"));
        }

        terminal.Out.WriteText(taken.Count == 0
            ? "No price waits: nothing was changed."
            : "The guard takes them up within a minute.");
        return ExitCode.Done;
    }
}

using System.CommandLine;
using System.Globalization;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.PriceLists;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>prices refresh</c>: reads AWS's Price List now, and says what changed and what waits.</summary>
internal static class PricesRefreshVerb
{
    public static Command Create(Terminal terminal)
    {
        var regions = new Option<string[]>("--for")
        {
            Description = "Regions whose list is read. [default: those that the guard has read before, and its own]",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "REGION",
        };
        var account = new AccountOptions();
        var command = new Command("refresh", """
            Read AWS's Price List now, as the guard does once a day. What is right is in force at once; a price that moved by more than a factor of two, or is gone, waits for `prices accept`. A list that cannot be read as a whole changes nothing.

            Examples:
              killswitch prices refresh
              killswitch prices refresh --for us-east-1 eu-central-1
            """) { regions };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] asked = [.. (parsed.GetValue(regions) ?? []).Select(RegionName.Checked)];
            using var session = await account.ConnectAsync(parsed, cancellation);
            if (session.Guard.PriceRefresh() is not { } refresh)
            {
                throw new BadInputException(
                    $"`{GuardSetting.PriceList}` is `{GuardSetting.NoPriceList}`, so no list is read; unset it to read AWS's own");
            }

            if (asked.Length == 0)
            {
                asked = [.. (await session.Guard.Prices.AllAsync(cancellation)).Select(kept => kept.Prices.Region)
                    .Prepend(session.Guard.Place.Region).Distinct()];
            }

            var looks = new List<RefreshedPrices>();
            foreach (var region in asked)
            {
                looks.Add(await session.Undertaking.WriteAsync(
                    "prices " + region,
                    $"AWS has not answered whether the prices of {region} are kept: `killswitch prices diff` says",
                    token => refresh.RunAsync(region, [], GuardSession.Now, token),
                    look => look.Taken.Count == 0 ? null : $"the prices of {region} are in force",
                    cancellation));
            }

            return Write(parsed, terminal, looks);
        });
        return command;
    }

    private static int Write(ParseResult parsed, Terminal terminal, List<RefreshedPrices> looks)
    {
        if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteStartArray("regions");
                foreach (var look in looks)
                {
                    json.WriteStartObject();
                    json.WriteString("region", look.Region);
                    json.WriteString("problem", look.Problem);
                    json.WriteString("version", look.Prices?.Version);
                    PriceChangeOutput.Write(json, "taken", look.Taken);
                    PriceChangeOutput.Write(json, "held", look.Prices?.Held ?? []);
                    PriceChangeOutput.Texts(json, "unjoined", look.Prices?.Unjoined ?? []);
                    PriceChangeOutput.Texts(json, "notTaken", look.Prices?.NotTaken ?? []);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }

        foreach (var look in looks)
        {
            if (look.Problem is { } problem)
            {
                terminal.Warn($"killswitch: {PlainText.Of(problem)}; nothing of {look.Region} was changed");
            }
            else if (parsed.GetValue(CommonOptions.Output) != OutputFormat.Json)
            {
                Tell(terminal, look);
            }
        }

        return looks.Exists(look => look.Problem is not null) ? ExitCode.AwsRefused : ExitCode.Done;
    }

    private static void Tell(Terminal terminal, RefreshedPrices look)
    {
        var (to, prices) = (terminal.Out, look.Prices!);
        to.WriteText(string.Create(
            CultureInfo.InvariantCulture,
            $"{look.Region}: AWS's list {prices.Version} was read; {Counted.Of(look.Taken.Count, "price")} taken up, "
                + $"{Counted.Of(prices.Held.Count, "price")} waiting."));
        foreach (var change in look.Taken)
            to.WriteText(PriceWords.Of(change, look.Region), first: "  taken up  ");
        foreach (var change in prices.Held)
            to.WriteText(PriceWords.Of(change, look.Region), first: "  waits     ");
        if (prices.Held.Count > 0)
            to.WriteText("What waits is in force after `killswitch prices accept MODEL`.");
        if (prices.Unjoined.Count > 0)
            to.WriteText($"Names in the list that are surely no known model's: {PlainText.Of(string.Join(", ", prices.Unjoined))}.");
        foreach (var reason in prices.NotTaken)
            to.WriteText(PlainText.Of(reason), first: "  not taken ");
    }
}

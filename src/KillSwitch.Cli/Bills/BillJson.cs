using System.Text.Json;
using KillSwitch.Cli.Options;
using KillSwitch.Core.Bills;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Bills;
using KillSwitch.Engine.Json;

namespace KillSwitch.Cli.Bills;

/// <summary>A day's bill, held against what was metered, as programs read it.</summary>
internal static class BillJson
{
    public static void Write(Utf8JsonWriter json, BillComparison held, bool isComplete)
    {
        json.WriteString("day", DayOption.Text(held.Day));
        json.WriteBoolean("complete", isComplete);
        json.WriteBoolean("agrees", held.Agrees);
        Dollars(json, "billedUsd", held.Billed);
        Dollars(json, "meteredUsd", held.Metered);
        json.WriteStartArray("models");
        foreach (var model in held.Models)
        {
            json.WriteStartObject();
            json.WriteString("model", model.Model);
            json.WriteString("region", model.Region);
            Dollars(json, "billedUsd", model.Billed);
            Dollars(json, "meteredUsd", model.Metered);
            Dollars(json, "unloggedUsd", model.Unlogged);
            json.WriteStartArray("kinds");
            foreach (var line in model.Lines)
                Write(json, line);
            json.WriteEndArray();
            json.WriteStartArray("drifts");
            foreach (var drift in model.Drifts)
            {
                json.WriteStartObject();
                json.WriteString("cause", JsonText.Word(drift.Cause.ToString()));
                Dollars(json, "usd", drift.Amount);
                json.WriteString("why", BillWords.Of(model, drift));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("unexplained");
        foreach (var one in held.Unexplained)
        {
            json.WriteStartObject();
            json.WriteString("usageType", one.Usage.UsageType);
            json.WriteString("service", one.Usage.Service);
            json.WriteString("region", one.Usage.Region);
            json.WriteNumber("quantity", one.Usage.Quantity);
            json.WriteString("unit", one.Usage.Unit);
            Dollars(json, "usd", one.Usage.Cost);
            json.WriteString("why", one.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("elsewhere");
        foreach (var (region, billed) in held.Elsewhere)
        {
            json.WriteStartObject();
            json.WriteString("region", region);
            Dollars(json, "billedUsd", billed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, BillLine line)
    {
        json.WriteStartObject();
        json.WriteString("kind", JsonText.Word(line.Kind.ToString()));
        Amount(json, "billed", line.Billed);
        Amount(json, "metered", line.Metered);
        Dollars(json, "ofQuantityUsd", line.OfQuantity);
        Dollars(json, "ofRateUsd", line.OfRate);
        json.WriteStartArray("usageTypes");
        foreach (var tariff in line.Tariffs)
        {
            json.WriteStartObject();
            json.WriteString("usageType", tariff.Usage.UsageType);
            json.WriteString("tier", JsonText.Word(tariff.Charge.Tier.ToString()));
            json.WriteString("scope", tariff.Charge.Scope == PriceScope.Global ? "global" : "regional");
            json.WriteBoolean("longContext", tariff.Charge.IsLong);
            json.WriteNumber("tokens", Math.Round(tariff.Usage.Tokens, 3));
            Dollars(json, "usd", tariff.Usage.Cost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Amount(Utf8JsonWriter json, string name, BillAmount amount)
    {
        json.WriteStartObject(name);
        json.WriteNumber("tokens", Math.Round(amount.Tokens, 3));
        Dollars(json, "usd", amount.Cost);
        if (amount.Rate is { } rate)
            json.WriteNumber("usdPerMillion", Math.Round(rate, 6));
        else
            json.WriteNull("usdPerMillion");
        json.WriteEndObject();
    }

    private static void Dollars(Utf8JsonWriter json, string name, Usd amount) =>
        json.WriteNumber(name, Math.Round(amount.Amount, 6, MidpointRounding.AwayFromZero));
}

using System.Globalization;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Tests.UsageReports;

public class FocusRowTests
{
    // Of the specification, version 1.2.
    private static readonly string[] Mandatory =
    [
        "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart",
        "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost", "EffectiveCost",
        "InvoiceIssuerName", "ListCost", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName", "ServiceCategory",
        "ServiceName",
    ];

    private static readonly string[] MayBeNull = ["BillingAccountName", "ChargeClass"];

    private static readonly Window Hour = HourOf("2026-12-31T23:00:00Z");

    private static readonly Usage Spent =
        new(3, new TokenUsage(InputTokens: 100, OutputTokens: 20, CacheReadInputTokens: 300), new Usd(0.0000081m))
        {
            Discount = new Usd(0.0000009m),
        };

    [Theory]
    [InlineData("account", "account=111122223333")]
    [InlineData("principal", "account=111122223333|principal=role/a")]
    [InlineData("session", "account=111122223333|principal=role/a|session=s")]
    [InlineData("region,model", "account=111122223333|region=us-east-1|model=m")]
    [InlineData("tag:team", "account=111122223333|tag:team=hr")]
    [InlineData("principalTag:team", "account=111122223333|principalTag:team=hr")]
    public void Every_mandatory_column_is_there_and_filled(string by, string scope)
    {
        var row = Row(by, scope);

        Mandatory.Except(row.Keys).ShouldBeEmpty();
        Mandatory.Except(MayBeNull).Where(column => row[column] is null).ShouldBeEmpty();
        row.Keys.Where(column => column.StartsWith("x_", StringComparison.Ordinal)).ShouldBe(row.Keys.Skip(row.Count - 14));
    }

    [Fact]
    public void Nothing_is_called_billed()
    {
        var row = Row("principal", "account=111122223333|principal=role/a");

        (row["BilledCost"], row["InvoiceId"], row["ChargeClass"]).ShouldBe((0m, null, null));
        (row["EffectiveCost"], row["ContractedCost"], row["x_EstimatedCost"], row["ListCost"])
            .ShouldBe((0.0000081m, 0.0000081m, 0.0000081m, 0.000009m));
        ((string)row["ChargeDescription"]!).ShouldContain("estimated");
        ((string)row["ChargeDescription"]!).ShouldEndWith("Not a billed amount.");
    }

    [Fact]
    public void A_charge_period_is_an_hour_in_the_month_that_AWS_bills()
    {
        var row = Row("account", "account=111122223333");

        (row["ChargePeriodStart"], row["ChargePeriodEnd"]).ShouldBe(("2026-12-31T23:00:00Z", "2027-01-01T00:00:00Z"));
        (row["BillingPeriodStart"], row["BillingPeriodEnd"]).ShouldBe(("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"));
    }

    [Theory]
    [InlineData("tag:team", "tag:team=hr", "Tags", """{"team":"hr"}""")]
    [InlineData("principalTag:Team", "principalTag:team=hr", "Tags", """{"team":"hr"}""")]
    [InlineData("profileTag:Team", "profileTag:Team=hr", "Tags", """{"Team":"hr"}""")]
    [InlineData("path", "path=/teams/", "x_Path", "/teams/")]
    [InlineData("profile", "profile=shop", "x_Profile", "shop")]
    [InlineData("project", "project=(none)", "x_Project", "(none)")]
    public void A_row_says_what_it_is_told_apart_by(string by, string scope, string column, string value) =>
        Row(by, "account=1|" + scope)[column].ShouldBe(value);

    [Theory]
    [InlineData("account", "account=1", null, null, null)]
    [InlineData("principal", "account=1|principal=role/a", "role/a", "a", "IAM Principal")]
    [InlineData("principal", "account=1|principal=root", "root", null, "IAM Principal")]
    [InlineData("session", "account=1|principal=role/a|session=s/1", "role/a/s/1", "s/1", "IAM Session")]
    [InlineData("model", "account=1|region=us-east-1|model=amazon.nova-micro-v1:0", "amazon.nova-micro-v1:0", null, "Foundation Model")]
    public void A_resource_is_who_or_what_the_row_tells_apart(string by, string scope, string? id, string? name, string? type)
    {
        var row = Row(by, scope);

        (row["ResourceId"], row["ResourceName"], row["ResourceType"]).ShouldBe((id, name, type));
    }

    [Theory]
    [InlineData("hr", """{"team":"hr"}""")]
    [InlineData("(none)", null)]
    public void A_tag_is_a_tag(string value, string? tags) => Row("tag:team", $"account=1|tag:team={value}")["Tags"].ShouldBe(tags);

    [Fact]
    public void Quantity_is_tokens_or_calls_without_any()
    {
        var tokens = Row("account", "account=1");
        var images = Row("account", "account=1", new Usage(4, default, new Usd(1)));

        (tokens["PricingQuantity"], tokens["PricingUnit"], tokens["ConsumedQuantity"], tokens["ConsumedUnit"])
            .ShouldBe((420L, "Tokens", 420L, "Tokens"));
        (images["PricingQuantity"], images["PricingUnit"]).ShouldBe((4L, "Requests"));
    }

    [Fact]
    public void Each_hour_of_each_counter_is_a_row()
    {
        var by = UsageBy.Model;
        var hours = new[] { HourOf("2026-12-01T00:00:00Z"), HourOf("2026-12-01T01:00:00Z"), Hour }.Select((hour, i) => new UsageHour(
            hour, i == 1 ? [] : [("account=1|region=us-east-1|model=a", Spent), ("account=1|region=eu-west-1|model=a", Spent)])).ToList();

        FocusRow.Table(UsageReport.Of(Hour, hours, by, []), by).Count().ShouldBe(5);
        FocusRow.Table(UsageReport.Of(Hour, [], by, []), by).Count().ShouldBe(1);
    }

    private static Window HourOf(string start) =>
        DateTimeOffset.Parse(start, CultureInfo.InvariantCulture).ToUnixTimeSeconds() is var second ? new(second, second + 3600) : default;

    private static Dictionary<string, object?> Row(string by, string scope, Usage? usage = null)
    {
        var view = UsageBy.Parse(by)!;
        var table = FocusRow.Table(UsageReport.Of(Hour, [new UsageHour(Hour, [(scope, usage ?? Spent)])], view, []), view)
            .Select(row => row.ToList()).ToList();
        table.Count.ShouldBe(2);
        return table[0].Zip(table[1]).ToDictionary(cell => (string)cell.First!, cell => cell.Second);
    }
}

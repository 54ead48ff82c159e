using System.Globalization;
using CsCheck;
using KillSwitch.Core.Budgets;

namespace KillSwitch.Core.Tests.Budgets;

public class BudgetAmountTests
{
    private static readonly NumberFormatInfo German = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    [Theory]
    [InlineData("$0.16", "0.16", "USD")]
    [InlineData("$1,234.56", "1234.56", "USD")]
    [InlineData("US$1,234.56", "1234.56", "USD")]
    [InlineData("USD 1,234.56", "1234.56", "USD")]
    [InlineData("1,234.56 USD", "1234.56", "USD")]
    [InlineData("$183,965,812,157.54", "183965812157.54", "USD")]
    [InlineData("$500", "500", "USD")]
    [InlineData("-$5.00", "-5.00", "USD")]
    [InlineData("$-5.00", "-5.00", "USD")]
    [InlineData("1.234,56 EUR", "1234.56", "EUR")]
    [InlineData("€1.234,56", "1234.56", "EUR")]
    [InlineData("1 234,56 €", "1234.56", "EUR")]
    [InlineData("1\u00A0234\u00A0567,80 €", "1234567.80", "EUR")]
    [InlineData("€0,4", "0.4", "EUR")]
    [InlineData("£1,234.56", "1234.56", "GBP")]
    [InlineData("¥1,234", "1234", "¥")]
    [InlineData("JPY 1,234,567", "1234567", "JPY")]
    [InlineData("CNY 1,234.56", "1234.56", "CNY")]
    [InlineData("A$10.00", "10.00", "A$")]
    [InlineData("₹1,23,456.78", "123456.78", "INR")]
    [InlineData("CHF 1'234.50", "1234.50", "CHF")]
    [InlineData("80%", "80", "%")]
    [InlineData("12.5 %", "12.5", "%")]
    [InlineData("85 GB", "85", "GB")]
    [InlineData("1,024.5 GB-Mo", "1024.5", "GB-Mo")]
    [InlineData("42", "42", "")]
    public void Every_way_of_writing_an_amount_is_read_exactly(string text, string value, string unit) =>
        BudgetAmount.Parse(text).ShouldBe(new BudgetAmount(decimal.Parse(value, CultureInfo.InvariantCulture), unit));

    [Theory]
    [InlineData("")]
    [InlineData("$")]
    [InlineData("unknown")]
    [InlineData("$1,23,4")]
    [InlineData("$0,123")]
    [InlineData("$1.2.3")]
    [InlineData("$1,234.567,8.9")]
    [InlineData("$1 EUR")]
    [InlineData("$1;DROP")]
    [InlineData("$1e9")]
    [InlineData("$٣.00")]
    [InlineData("$99999999999999999999999999999999999999")]
    [InlineData("$1 of $2")]
    public void What_is_no_amount_is_none(string text) => BudgetAmount.Parse(text).ShouldBeNull();

    [Fact]
    public void An_amount_in_dollars_is_read_as_it_was_written() =>
        Gen.Select(Gen.Long[0, 999_999_999_999], Gen.Int[0, 99]).Sample((whole, cents) =>
        {
            var value = whole + (cents / 100m);
            BudgetAmount.Parse("$" + value.ToString("#,##0.00", CultureInfo.InvariantCulture)).ShouldBe(new BudgetAmount(value, "USD"));
            BudgetAmount.Parse(value.ToString("#,##0.00", German) + " EUR").ShouldBe(new BudgetAmount(value, "EUR"));
        });
}

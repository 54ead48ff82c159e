namespace KillSwitch.Infra.Tests;

public class ReservedConcurrencyTests
{
    [Theory]
    [InlineData(1, 10, "none")]
    [InlineData(5, 10, "none")]
    [InlineData(41, 50, "40")]
    [InlineData(901, 1000, "900")]
    public void What_the_account_cannot_reserve_is_one_sentence_before_anything_is_deployed(int reserved, int limit, string most) =>
        Should.Throw<ArgumentException>(() => ReservedConcurrency.Check(reserved, limit)).Message.ShouldStartWith(
            $"`{reserved}` is not allowed for `meterConcurrency` in this account: its functions may run {limit} executions at once, of "
            + $"which Lambda lets {most} be reserved; deploy without it, or ask AWS for a higher limit");

    [Theory]
    [InlineData(40, 50)]
    [InlineData(900, 1000)]
    public void What_it_can_is_let_through(int reserved, int limit) => ReservedConcurrency.Check(reserved, limit);

    [Fact]
    public void Where_the_limit_is_not_known_the_deployment_says_what_to_look_at()
    {
        StackTemplate.Of(("meterConcurrency", "5")).Warnings.ShouldContain(
            warning => warning.StartsWith("Whether the account lets 5 executions be reserved", StringComparison.Ordinal)
                && warning.Contains("aws lambda get-account-settings", StringComparison.Ordinal));
        StackTemplate.Of().Warnings.ShouldNotContain(warning => warning.Contains("meterConcurrency", StringComparison.Ordinal));
    }
}

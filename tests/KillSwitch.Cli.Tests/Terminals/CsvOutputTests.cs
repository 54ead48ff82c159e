using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Tests.Terminals;

public class CsvOutputTests
{
    [Theory]
    [InlineData("role/agent", "role/agent")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;=b", "\"a;=b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData(" padded", "\" padded\"")]
    [InlineData("", "")]
    public void Text_is_quoted_where_it_must_be(string text, string cell) => CsvOutput.Line([text]).ShouldBe(cell + "\r\n");

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("\t=1", "\uFFFD=1")]
    [InlineData("\r=1", "\uFFFD=1")]
    [InlineData("a\u001b[31m", "a\uFFFD[31m")]
    public void No_text_is_a_formula_or_steers_a_terminal(string text, string cell) => CsvOutput.Line([text]).ShouldBe(cell + "\r\n");

    [Fact]
    public void Numbers_are_plain_and_a_null_is_empty() =>
        CsvOutput.Line([1234567.5000m, -0.00000001m, 12_000_000L, null, 0m]).ShouldBe("1234567.5,-0.00000001,12000000,,0\r\n");
}

using System.Text;
using System.Text.Json;
using KillSwitch.Core.Money;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Overviews;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda.Tests.Telemetry;

/// <summary>What the dashboard's queries name stands in the lines that the watch writes.</summary>
public sealed class OverviewLogTests : IDisposable
{
    private readonly MemoryStream _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Every_field_that_a_query_names_is_in_every_line_of_its_table()
    {
        var spend = new AccountSpend(new Usd(12.5m), Usd.Zero, new AccountLimit("account-ceiling", 12.5m, 50));
        Log().Overview(OverviewRows.Of(new Overview(spend, spend, [], []), []));

        var lines = Encoding.UTF8.GetString(_output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        lines.Count.ShouldBe(OverviewTable.All.Sum(table => table.Rows));
        foreach (var table in OverviewTable.All)
        {
            var named = Named(table).ToList();
            named.Count.ShouldBe(table.Columns.Count + 3);
            var own = lines.Where(line => line.GetProperty(OverviewTable.Table).GetString() == table.Name).ToList();
            own.Count.ShouldBe(table.Rows);
            foreach (var line in own)
            {
                line.GetProperty("message").GetString().ShouldBe(OverviewTable.Message);
                foreach (var field in named)
                    line.TryGetProperty(field, out _).ShouldBeTrue($"{table.Name}: {field}");
            }
        }

        lines[0].GetProperty(OverviewTable.Rank).GetInt32().ShouldBe(1);
        lines[0].ToString().ShouldContain(
            "\"table\":\"spend\",\"rank\":1,\"span\":\"today\",\"spentInSpan\":\"$12.50\",\"notInLog\":\"$0.00\",\"bound\":\"$50.00\","
            + "\"share\":\"25 %\",\"boundBy\":\"account-ceiling\"}");
    }

    [Fact]
    public void All_of_it_is_a_few_kilobytes_however_long_the_names_are()
    {
        var long_ = new string('x', 10_000);
        var spenders = Enumerable.Range(0, 10).Select(i => new Spender(long_ + i, default, default(Core.Metering.Usage)));
        var nothing = new AccountSpend(Usd.Zero, Usd.Zero, null);
        Log().Overview(OverviewRows.Of(new Overview(nothing, nothing, [], []), []));
        _output.Length.ShouldBeLessThan(10_000);

        Log().Overview(OverviewRows.Of(new Overview(nothing, nothing, [.. spenders], []), []));
        _output.Length.ShouldBeLessThan(30_000);
    }

    // As the query's own text has them: what is compared, what is taken the latest of, and what that is kept by.
    private static IEnumerable<string> Named(OverviewTable table)
    {
        var query = string.Join(" | ", table.Query);
        yield return "message";
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(
            query, @"latest\((\w+)\)|and (\w+) =|by (\w+)"))
        {
            yield return match.Groups.Values.Skip(1).Single(group => group.Success).Value;
        }
    }

    private JsonLog Log() => new(new OutputLines(_output), "watch", LogLevel.Info, TimeProvider.System);
}

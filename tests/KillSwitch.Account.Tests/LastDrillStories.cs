using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Drills;
using KillSwitch.Engine.Json;
using static KillSwitch.Account.Tests.Emulated.CapPolicy;

namespace KillSwitch.Account.Tests;

/// <summary>What a drill measured is gone by where it was, and said; the other regions guess on.</summary>
public sealed class LastDrillStories(SensedGuard guard) : IClassFixture<SensedGuard>
{
    private const string Home = "us-east-1";
    private const string Far = "us-west-2";

    [Fact]
    public async Task The_meter_of_a_region_goes_by_the_drill_there_and_status_says_what_each_goes_by()
    {
        foreach (var role in (string[])["drilled-before", "drilled-home", "drilled-far"])
            await guard.RoleAsync(role);
        (await guard.ApplyAsync(Of(Cap("drilled", "role/drilled-*")), "--yes")).Succeeded();
        await guard.DeliverAsync(Calls.Of("role/drilled-before", 3));
        (await guard.CliAsync("status")).Succeeded().Flat().ShouldContain($"last drill in {Home}: none, the brake guesses a deny in 10 s");

        var ended = DateTimeOffset.UtcNow.AddDays(-12);
        await KeepAsync(ended);
        await guard.DeliverAsync(Calls.Of("role/drilled-home", 3));
        await guard.DeliverInAsync(Far, Calls.Of("role/drilled-far", 3));

        (await DrilledAtAsync("role/drilled-before")).ShouldBeNull();
        (await DrilledAtAsync("role/drilled-home")).ShouldNotBeNull().ShouldBe(ended, TimeSpan.FromSeconds(1));
        (await DrilledAtAsync("role/drilled-far")).ShouldBeNull();
        var status = await guard.JsonAsync("status");
        status.GetProperty("drills").EnumerateArray()
            .Select(one => (one.GetProperty("region").GetString(),
                one.GetProperty("brake").GetProperty("enforcementLagSeconds").GetDecimal()))
            .ShouldBe([(Home, 4.1m), ("eu-central-1", 10), (Far, 10)]);
        (await guard.CliAsync("status")).Succeeded().Flat().ShouldContain($"last drill in {Home}: 12 days ago, deny in 4.1 s");
    }

    private async Task<DateTimeOffset?> DrilledAtAsync(string role)
    {
        var stop = (await guard.StopsAsync(role)).ShouldHaveSingleItem().GetProperty("id").GetString()!;
        var drilled = (await guard.JsonAsync("explain", stop)).GetProperty("evidence").GetProperty("drilledAt");
        return drilled.ValueKind == JsonValueKind.Null ? null : drilled.GetDateTimeOffset();
    }

    private async Task KeepAsync(DateTimeOffset ended)
    {
        var drill = new DrillFindings
        {
            Id = "drill-abcdefghjk",
            StartedAt = ended.AddMinutes(-4),
            EndedAt = ended,
            Account = "123456789012",
            Region = Home,
            GuardVersion = "c2hhMjU2",
            By = "arn:aws:iam::123456789012:user/admin",
            Model = Calls.Model,
            SpentUsd = 0.0123m,
            Delays = new DrillDelays { Attached = TimeSpan.FromSeconds(0.4), Refused = TimeSpan.FromSeconds(3.7) },
            Stamp = RecordStamp.End,
        };
        using var raw = new RawAccount(guard.Server);
        await raw.JsonAsync("dynamodb", "DynamoDB_20120810.PutItem", JsonSerializer.Serialize(new
        {
            TableName = "KillSwitch-ledger",
            Item = new
            {
                pk = new { S = "drills" },
                sk = new { S = Home },
                endedAt = new { N = $"{ended.ToUnixTimeMilliseconds()}" },
                findings = new { S = JsonText.Of(json => DrillFindingsJson.Write(json, drill)) },
            },
        }));
    }
}

using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Audit;
using KillSwitch.Aws.Drills;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Aws.Tests.Drills;

public class DynamoDrillBookTests(MotoServer server) : DrillBookContract
{
    protected override (IDrillBook Book, Func<ValueTask<IReadOnlyList<string>>> Audit) Create()
    {
        var table = Tables.CreateAsync(server).GetAwaiter().GetResult();
        return (new DynamoDrillBook(table), async () =>
            [
                .. (await new AuditTrail(table).ReadAsync(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), default))
                    .Where(entry => entry.Subject == "drill").Select(entry => entry.What),
            ]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData(null)]
    public async Task One_that_was_edited_is_left_out_and_noted_and_gives_way_to_the_next(string? findings)
    {
        var table = await Tables.CreateAsync(server);
        var book = new DynamoDrillBook(table);
        var item = new Dictionary<string, AttributeValue> { ["pk"] = new() { S = "drills" }, ["sk"] = new() { S = "us-east-1" } };
        if (findings is not null)
            item["findings"] = new AttributeValue { S = findings };
        // In a year to come.
        item["endedAt"] = new AttributeValue { N = "4102444800000" };
        await table.Client.PutItemAsync(new PutItemRequest { TableName = table.Name, Item = item });

        (await book.FindAsync("us-east-1", default)).ShouldBeNull();
        (await book.AllAsync(default)).ShouldBeEmpty();
        table.Damaged.Take().ShouldNotBeEmpty();

        await book.KeepAsync(Drill("us-east-1", new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero)), default);
        (await book.FindAsync("us-east-1", default)).ShouldNotBeNull();
    }
}

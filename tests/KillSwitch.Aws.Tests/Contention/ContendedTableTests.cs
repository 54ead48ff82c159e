using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Contention;
using KillSwitch.Contention.Table;

namespace KillSwitch.Aws.Tests.Contention;

/// <summary>The table that the ledger is tried on has DynamoDB's conflicts and bounds.</summary>
public class ContendedTableTests
{
    private readonly SimulatedTime _time = new(DateTimeOffset.UnixEpoch);
    private readonly ContendedDynamo _client;

    public ContendedTableTests() => _client = new ContendedDynamo(new ContendedTable(_time, new Random(1), new Conflicts()));

    [Fact]
    public void Whoever_writes_an_item_that_a_transaction_holds_is_refused() => _time.Run(async () =>
    {
        var first = _client.TransactWriteItemsAsync(Add("1", "a", "b"));
        await Task.Delay(TimeSpan.FromMilliseconds(1), _time);

        (await ErrorOf<TransactionCanceledException>(() => _client.TransactWriteItemsAsync(Add("2", "c", "b"))))
            .CancellationReasons.ConvertAll(reason => reason.Code).ShouldBe(["None", "TransactionConflict"]);
        await ErrorOf<TransactionConflictException>(() => _client.PutItemAsync("t", Item.Key("a", "0")));
        await first;

        _time.Elapsed.TotalMilliseconds.ShouldBeInRange(10, 20);
        await _client.TransactWriteItemsAsync(Add("2", "c", "b"));
        (await Number("b"), await Number("c")).ShouldBe((2, 1));
    });

    [Fact]
    public void A_key_takes_a_thousand_units_a_second_and_a_transaction_costs_two_for_each_KB_of_an_item() => _time.Run(async () =>
    {
        var item = Item.Key("a", "0");
        item["text"] = Item.Text(new string('x', 15 * 1_024));
        Put put = new() { TableName = "t", Item = item };
        for (var n = 0; n < 31; n++)
            await _client.TransactWriteItemsAsync(Request($"{n}", new TransactWriteItem { Put = put }));

        _time.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        (await ErrorOf<TransactionCanceledException>(() => _client.TransactWriteItemsAsync(Request("x", new TransactWriteItem
        {
            Put = put,
        })))).CancellationReasons[0].Code.ShouldBe("ThrottlingError");
        await _client.TransactWriteItemsAsync(Add("y", "b"));
        await Task.Delay(TimeSpan.FromSeconds(1), _time);
        await _client.TransactWriteItemsAsync(Request("x", new TransactWriteItem { Put = put }));
    });

    [Fact]
    public void A_transaction_under_the_same_token_happens_once() => _time.Run(async () =>
    {
        await _client.TransactWriteItemsAsync(Add("1", "a"));
        await _client.TransactWriteItemsAsync(Add("1", "a"));

        (await Number("a")).ShouldBe(1);
    });

    [Fact]
    public void Work_that_waits_for_nothing_is_an_error() =>
        Should.Throw<InvalidOperationException>(() => _time.Run(() => new TaskCompletionSource().Task));

    // An assertion of its own would go on outside of simulated time.
    private static async Task<T> ErrorOf<T>(Func<Task> work)
        where T : Exception
    {
        try
        {
            await work();
        }
        catch (T error)
        {
            return error;
        }

        throw new InvalidOperationException("nothing was refused");
    }

    private async Task<long> Number(string key) => Item.Long((await _client.GetItemAsync("t", Item.Key(key, "0"))).Item, "n");

    private static TransactWriteItemsRequest Add(string token, params string[] keys) =>
        Request(token, [.. keys.Select(key => new TransactWriteItem { Update = AddTo(key) })]);

    private static Update AddTo(string key) => new()
    {
        TableName = "t",
        Key = Item.Key(key, "0"),
        UpdateExpression = "ADD n :n",
        ExpressionAttributeValues = new() { [":n"] = Item.Number(1L) },
    };

    private static TransactWriteItemsRequest Request(string token, params TransactWriteItem[] items) =>
        new() { ClientRequestToken = token, TransactItems = [.. items] };
}

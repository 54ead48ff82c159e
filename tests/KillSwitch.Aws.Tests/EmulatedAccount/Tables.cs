using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Dynamo;

namespace KillSwitch.EmulatedAccount;

/// <summary>A ledger table of its own for a test, with the keys that the deployment gives it.</summary>
public static class Tables
{
    private static readonly OneRequestAtATime Gate = new();

    public static AmazonDynamoDBClient Client(MotoServer server) => new(
        new BasicAWSCredentials("test", "test"),
        new AmazonDynamoDBConfig { ServiceURL = server.Url.ToString(), AuthenticationRegion = "us-east-1", HttpClientFactory = Gate });

    public static async Task<LedgerTable> CreateAsync(MotoServer server)
    {
        var client = Client(server);
        var name = "ledger-" + Guid.NewGuid().ToString("N");
        await client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.S)],
            KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
        });
        return new LedgerTable(client, name);
    }
}

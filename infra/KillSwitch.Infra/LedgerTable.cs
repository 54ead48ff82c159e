using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Constructs;

namespace KillSwitch.Infra;

/// <summary>One table for counters, record markers, stops, audit and policies: on demand, recoverable, and kept when the stack goes.</summary>
internal sealed class LedgerTable : Construct
{
    public LedgerTable(Construct scope, string id, GuardOptions options)
        : base(scope, id)
    {
        Table = new Table(this, "Table", new TableProps
        {
            PartitionKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "pk", Type = AttributeType.STRING },
            SortKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "sk", Type = AttributeType.STRING },
            BillingMode = BillingMode.PAY_PER_REQUEST,
            PointInTimeRecovery = true,
            TimeToLiveAttribute = "expiresAt",
            DeletionProtection = options.RetainData,
            RemovalPolicy = options.RetainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        });
        new CfnOutput(this, "TableName", new CfnOutputProps { Value = Table.TableName });
    }

    public Table Table { get; }
}

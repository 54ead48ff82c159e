using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
using Constructs;
using KillSwitch.Core.Denies;

namespace KillSwitch.Infra;

/// <summary>
/// One table for counters, record markers, stops, audit and policies: on demand, recoverable, and kept when the stack goes; but not when
/// the deployment that makes it fails. So it has no deletion protection: CloudFormation could not take such a table back, and the failed
/// stack would stand in the way of the next. Who deletes it is told of, and DynamoDB keeps a copy for 35 days.
/// </summary>
internal sealed class GuardTable : Construct
{
    public GuardTable(Construct scope, string id, GuardOptions options)
        : base(scope, id)
    {
        Table = new Table(this, "Table", new TableProps
        {
            PartitionKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "pk", Type = AttributeType.STRING },
            SortKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "sk", Type = AttributeType.STRING },
            BillingMode = BillingMode.PAY_PER_REQUEST,
            PointInTimeRecovery = true,
            TimeToLiveAttribute = "expiresAt",
            RemovalPolicy = options.RetainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
        });
        new CfnOutput(this, "TableName", new CfnOutputProps { Value = Table.TableName });
    }

    public Table Table { get; }

    /// <summary>
    /// Denies writing items to everybody else, whatever their own policies allow. Managing the table stays with those who may:
    /// CloudFormation deletes it, and changes who may write.
    /// </summary>
    public void LetWrite(IEnumerable<string> roleArns, OperatorOptions operators)
    {
        var account = $"arn:{Stack.Of(this).Partition}:iam::{Stack.Of(this).Account}:";
        var table = (CfnTable)Table.Node.DefaultChild!;
        table.ResourcePolicy = new CfnTable.ResourcePolicyProperty
        {
            PolicyDocument = new PolicyDocument(new PolicyDocumentProps
            {
                Statements =
                [
                    new PolicyStatement(new PolicyStatementProps
                    {
                        Sid = "OnlyTheGuardAndItsOperatorsWrite",
                        Effect = Effect.DENY,
                        Principals = [new AnyPrincipal()],
                        Actions =
                        [
                            "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem",
                            "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete",
                        ],
                        // The table itself: its ARN is not known before it is made.
                        Resources = ["*"],
                        Conditions = new Dictionary<string, object>
                        {
                            ["ArnNotLike"] = new Dictionary<string, object>
                            {
                                ["aws:PrincipalArn"] = (string[])
                                [
                                    .. roleArns,
                                    .. operators.Names.SelectMany(name => ExemptionCoverage.Resources(name)!)
                                        .Select(resource => account + resource),
                                ],
                            },
                        },
                    }),
                ],
            }),
        };
    }
}

using Amazon.CDK.AWS.IAM;

namespace KillSwitch.Infra.Permissions;

/// <summary>Reads and writes the items of the table; not the table itself.</summary>
internal static class LedgerAccess
{
    /// <summary>Reads them alone.</summary>
    public static PolicyStatement[] ReadOf(GuardReach reach) =>
    [
        new(new PolicyStatementProps
        {
            Sid = "Ledger",
            Actions = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
            Resources = [reach.TableArn],
        }),
    ];

    public static PolicyStatement[] Of(GuardReach reach) =>
    [
        new(new PolicyStatementProps
        {
            Sid = "Ledger",
            Actions =
            [
                "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query",
                "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem",
            ],
            Resources = [reach.TableArn],
        }),
    ];
}

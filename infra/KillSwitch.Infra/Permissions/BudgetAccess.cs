using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace KillSwitch.Infra.Permissions;

/// <summary>Sees the account's budgets; changes none.</summary>
internal static class BudgetAccess
{
    public static PolicyStatement[] Of(Stack stack) =>
    [
        new(new PolicyStatementProps
        {
            Sid = "Budgets",
            // The one action that DescribeBudget asks for.
            Actions = ["budgets:ViewBudget"],
            Resources = [$"arn:{stack.Partition}:budgets::{stack.Account}:budget/*"],
        }),
    ];
}

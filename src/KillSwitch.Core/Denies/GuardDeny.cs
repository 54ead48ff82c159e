namespace KillSwitch.Core.Denies;

/// <summary>
/// Denies to change what is the guard's own, and to call its functions. Reading stays allowed. Part of the denies that stop one; beside the
/// models' deny, which has no room for it, a policy of its own.
/// </summary>
public static class GuardDeny
{
    internal const string Unsubscribe = "sns:Unsubscribe";

    // Everything else is denied, so that the next action of a service is on the day that it appears.
    internal static readonly string[] Reading =
    [
        "cloudformation:Describe*", "cloudformation:Get*", "cloudformation:List*",
        "dynamodb:BatchGet*", "dynamodb:Describe*", "dynamodb:Get*", "dynamodb:List*", "dynamodb:Query", "dynamodb:Scan",
        "lambda:Get*", "lambda:List*",
        "events:Describe*", "events:List*",
        "scheduler:Get*", "scheduler:List*",
        "states:Describe*", "states:List*",
        "sqs:Get*", "sqs:List*",
        "sns:Get*", "sns:List*",
        "ssm:Describe*", "ssm:Get*", "ssm:List*",
        "cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*",
        "logs:Describe*", "logs:Filter*", "logs:Get*", "logs:List*", "logs:StartQuery",
        "iam:Get*", "iam:List*",
    ];

    /// <summary>One managed policy; no longer than <see cref="DenyDocument.MaximumLength"/>.</summary>
    /// <param name="guard">What is the guard's.</param>
    /// <param name="spared">Who works on the guard while models or the account are stopped: <c>role/NAME</c>, <c>user/NAME</c>.</param>
    /// <exception cref="ArgumentException">They are more than a policy holds.</exception>
    public static string Document(GuardResources guard, IReadOnlyCollection<string> spared) =>
        Fitting(DenyDocument.Write([.. Statements(guard, spared)]), spared);

    internal static string Fitting(string document, IReadOnlyCollection<string> spared) => document.Length <= DenyDocument.MaximumLength
        ? document
        : throw new ArgumentException($"{spared.Count} operators are more than a policy holds", nameof(spared));

    /// <param name="guard">What is the guard's; null where that is not known, and then nothing of it is denied.</param>
    /// <param name="spared">Whom it leaves out; empty for nobody.</param>
    internal static IEnumerable<DenyStatement> Statements(GuardResources? guard, IReadOnlyCollection<string> spared)
    {
        if (guard is null)
            yield break;
        var unless = spared.Count == 0
            ? null
            : new DenyCondition("ArnNotLike", "aws:PrincipalArn", [.. spared.Select(ExemptionCoverage.Arn)]);
        yield return new("ChangeTheGuard", Reading, guard.Arns, unless) { IsAllBut = true };
        // IAM knows no resource for it.
        yield return new("EndASubscription", [Unsubscribe], DenyStatement.EveryResource, unless);
    }
}

using System.Runtime.CompilerServices;
using Amazon.Budgets;
using Amazon.Budgets.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Diagnosis.InForce;

/// <summary>Every budget that a rule is bound to is there, and tells the guard.</summary>
internal sealed class BudgetsCheck()
    : Check("budgets", ChainPart.Policy, "dynamodb:GetItem, cloudformation:ListStackResources, budgets:ViewBudget")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var bound = (await account.PolicyAsync(cancellation)).Policy.Rules.OfType<BudgetRule>()
            .Select(rule => rule.Budget).Distinct().ToList();
        if (bound.Count == 0)
            return Finding.Ok("no rule is bound to a budget");
        var (missing, silent) = (new List<string>(), new List<string>());
        foreach (var name in bound)
        {
            if (!await ExistsAsync(account, name, cancellation))
                missing.Add(name);
            else if (!await IsToldAsync(account, name, cancellation))
                silent.Add(name);
        }

        if (missing.Count > 0)
        {
            return Finding.Fault($"rules are bound to budgets that are not there: {Finding.Names(missing)}",
                "make the budget, or name another in the policy; `-c budget=DOLLARS` makes one with the next deployment");
        }

        return silent.Count == 0
            ? Finding.Ok($"{Finding.Names(bound)} {(bound.Count == 1 ? "is" : "are")} there, and told to the guard")
            : Finding.Warning($"{Finding.Names(silent)} does not tell the guard: it asks once an hour, and a breach is found that late",
                "add a notification of the budget to the topic `BudgetsTopicArn…` of the stack's outputs");
    }

    private static async Task<bool> ExistsAsync(DoctorContext account, string name, CancellationToken cancellation)
    {
        try
        {
            return (await account.Budgets.DescribeBudgetAsync(new DescribeBudgetRequest
            {
                AccountId = account.Place.Account,
                BudgetName = name,
            }, cancellation)).Budget is not null;
        }
        catch (AmazonBudgetsException error) when (error.Is("NotFoundException"))
        {
            return false;
        }
    }

    private static async Task<bool> IsToldAsync(DoctorContext account, string name, CancellationToken cancellation)
    {
        var topics = await account.MadeAsync("AWS::SNS::Topic", cancellation);
        // The topic for people is not heard by the budget function.
        return await SubscribersAsync(account.Budgets, account.Place.Account, name, cancellation)
            .AnyAsync(one => one.Address is { } topic && topic != account.Place.Topic && topics.Contains(topic), cancellation);
    }

    /// <summary>Whoever any notification of a budget goes to.</summary>
    internal static async IAsyncEnumerable<Subscriber> SubscribersAsync(
        AmazonBudgetsClient budgets, string account, string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var notifications = Pages.Each(
            token => budgets.DescribeNotificationsForBudgetAsync(new DescribeNotificationsForBudgetRequest
            {
                AccountId = account,
                BudgetName = name,
                NextToken = token,
            }, cancellation),
            page => page.NextToken,
            page => page.Notifications);
        await foreach (var notification in notifications)
        {
            var subscribers = Pages.Each(
                token => budgets.DescribeSubscribersForNotificationAsync(
                    new DescribeSubscribersForNotificationRequest
                    {
                        AccountId = account,
                        BudgetName = name,
                        Notification = notification,
                        NextToken = token,
                    }, cancellation),
                page => page.NextToken,
                page => page.Subscribers);
            await foreach (var subscriber in subscribers)
                yield return subscriber;
        }
    }
}

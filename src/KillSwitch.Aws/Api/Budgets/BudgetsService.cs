using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets;

/// <summary>One host a partition, wherever the caller is.</summary>
internal static class BudgetsService
{
    public static ServiceIdentity Identity { get; } = new("Budgets", "2016-10-20", "budgets", "budgets")
    {
        Hosts =
        [
            new("aws", "budgets.{home}.{suffix}") { Fips = false, DualStack = true },
            new("aws-eusc", "budgets.{home}.api.amazonwebservices.eu") { Fips = false },
            new("aws-iso-b", "budgets.global.{suffix}") { Fips = false, DualStack = false },
            new("aws-iso-e", "budgets.global.{suffix}") { Fips = false, DualStack = false },
            new("aws-iso-f", "budgets.global.{suffix}") { Fips = false, DualStack = false },
            new(null, "budgets{fips}.{suffix}"),
        ],
    };

    public static JsonProtocol Protocol { get; } = new(Identity, "AWSBudgetServiceGateway", error => new AmazonBudgetsException(error));
}

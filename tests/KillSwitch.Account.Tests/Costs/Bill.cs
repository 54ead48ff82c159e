namespace KillSwitch.Account.Tests.Costs;

/// <summary>What a use of AWS costs, in dollars, part by part.</summary>
internal sealed class Bill
{
    public Dictionary<string, decimal> Parts { get; } = [];

    public decimal Total => Parts.Values.Sum();

    public Bill Add(string part, decimal usd)
    {
        if (usd != 0)
            Parts[part] = Parts.GetValueOrDefault(part) + usd;
        return this;
    }

    public Bill Add(Bill other, decimal times = 1)
    {
        foreach (var (part, usd) in other.Parts)
            Add(part, usd * times);
        return this;
    }

    /// <summary>Of what a function used; by the run, by its records, or by the month, as <paramref name="times"/> says.</summary>
    public static Bill Of(UseOfAws use, PriceTable prices, decimal memoryGigabytes, decimal times) => new Bill()
        .Add("Lambda requests", prices.Of("lambdaRequests", use.LambdaRequests * times))
        .Add("Lambda duration", prices.Of("lambdaSeconds", use.BilledSeconds(memoryGigabytes) * memoryGigabytes * times))
        .Add("DynamoDB writes", prices.Of("dynamoWrites", use.Writes * times))
        .Add("DynamoDB reads", prices.Of("dynamoReads", use.Reads * times))
        .Add("CloudWatch reads", prices.Of("metricsRead", use.MetricsRead * times)
            + prices.Of("metricRequests", use.Asked("ListMetrics") * times))
        .Add("SNS", prices.Of("messages", use.Asked("Publish") * times))
        .Add("own logs", prices.Of("logIngestion", use.LogBytes * times / 1_000_000_000)
            + prices.Of("logStorage", use.LogBytes * times / 1_000_000_000));
}

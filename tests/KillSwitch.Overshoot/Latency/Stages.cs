namespace KillSwitch.Overshoot.Latency;

/// <summary>
/// How long each stage takes. Where only a bound or a typical time is published, the shape between is assumed, and said to be.
/// </summary>
internal static class Stages
{
    public static Stage FirstToken { get; } = new(
        "call → first token",
        new Spread(600, 1_500, 5_000, 10_000, 30_000),
        "time to first token of Claude on Bedrock by public benchmarks (aiperf.ghast.people.aws.dev, "
            + "rjesh.com/posts/bedrock-model-benchmark): about a second, more for long prompts; tail assumed");

    /// <summary>Milliseconds for a thousand output tokens.</summary>
    public static Stage Answer { get; } = new(
        "1,000 output tokens",
        new Spread(8_000, 16_000, 25_000, 30_000, 50_000),
        "Claude Opus 4.6 40 to 70 and Sonnet 4.6 80 to 120 tokens a second (learn.cloudbuckle.com, latency factors); tail assumed");

    public static Stage Logged { get; } = new(
        "end of call → record in the log group",
        new Spread(500, 3_000, 9_000, 15_000, 30_000),
        "CloudWatch Logs' `ingestionTime` lies seconds after `timestamp`, 9 s in the example (dev.to/shu85t); nothing is published for "
            + "Bedrock");

    public static Stage BetweenDeliveries { get; } = new(
        "one delivery of the subscription → the next",
        new Spread(500, 5_000, 10_000, 15_000, 30_000),
        "batches (CloudWatch Logs user guide, SubscriptionFilters); how often is not published");

    public static Stage Delivered { get; } = new(
        "record in the log group → the Lambda function is called",
        new Spread(500, 4_000, 15_000, 40_000, 180_000),
        "\"usually less than three minutes\" (CloudWatch Logs user guide, Subscriptions); seconds as a rule");

    public static Stage Started { get; } = new(
        "called → started",
        new Spread(5, 20, 60, 150, 1_500),
        "cold in under 1 % of calls, 100 ms to over 1 s (AWS Lambda operator guide, execution environments)");

    public static Stage Attached { get; } = new(
        "count, read, open the stop, attach the deny",
        new Spread(60, 200, 600, 1_200, 3_000),
        "four requests (docs/performance.md, \"From the log record to the deny\") of tens of milliseconds each; tail assumed");

    public static Stage InForce { get; } = new(
        "deny attached → in force",
        new Spread(1_000, 3_500, 4_500, 15_000, 60_000),
        "3 to 4 s measured in us-east-1 and eu-central-1 (OFFENSAI, 2025); \"in most cases … less than a minute\" (AWS staff, quoted at "
            + "rowcoding.com)");

    /// <summary>Of a job that polls: a query of the log group and its answer.</summary>
    public static Stage Polled { get; } = new(
        "a poller starts → it has the totals",
        new Spread(1_000, 4_000, 10_000, 20_000, 60_000),
        "a Logs Insights query of one to a few seconds; favourable to the poller");

    public static Stage BetweenBudgetUpdates { get; } = new(
        "one update of AWS Budgets → the next",
        new Spread(Hours(8), Hours(10), Hours(12) - 600_000, Hours(12) - 60_000, Hours(12)),
        "updated up to three times a day, 8 to 12 hours after the previous update (AWS Budgets user guide)");

    public static Stage BudgetData { get; } = new(
        "spent → in the figure of AWS Budgets",
        new Spread(0, Hours(2), Hours(4) - 600_000, Hours(4) - 60_000, Hours(4)),
        "so that limit to action takes up to 16 h: 3 to 16 h measured by others; AWS says at least once every 24 h");

    public static IReadOnlyList<Stage> All { get; } =
        [FirstToken, Answer, Logged, BetweenDeliveries, Delivered, Started, Attached, InForce, Polled, BetweenBudgetUpdates, BudgetData];

    private static long Hours(long hours) => hours * 3_600_000;
}

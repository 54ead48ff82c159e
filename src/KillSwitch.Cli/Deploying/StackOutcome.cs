namespace KillSwitch.Cli.Deploying;

/// <summary>What became of one stack.</summary>
/// <param name="Plan">What was to change.</param>
/// <param name="Word"><c>deployed</c>, <c>unchanged</c>, <c>planned</c> or <c>declined</c>.</param>
/// <param name="Outputs">Of the stack, by name.</param>
internal sealed record StackOutcome(StackPlan Plan, string Word, IReadOnlyList<KeyValuePair<string, string>> Outputs)
{
    public const string Deployed = "deployed";
    public const string Unchanged = "unchanged";
    public const string Planned = "planned";
    public const string Declined = "declined";
}

namespace KillSwitch.Core.Denies;

/// <summary>What belongs to the guard of a stack, by the names that its deployment gives.</summary>
/// <param name="LogGroup">Where Bedrock writes its invocation logs; null for a group of the stack's own.</param>
public sealed record GuardResources(string Stack, string? LogGroup)
{
    /// <summary>
    /// The longest name of a stack whose resources all begin with it. CloudFormation cuts a longer one to make room for its own letters: in
    /// the 64 that a role may have, it keeps no less than these.
    /// </summary>
    public const int LongestStack = 24;

    /// <summary>The regions whose records are taken in; empty where that is not asked for.</summary>
    public IReadOnlyList<string> Heard { get; init; } = [];

    // Of a log group's name. One that begins alike is protected, too.
    private const int KeptOfLogGroup = 64;

    /// <summary>What the names begin with that CloudFormation gives to the stack's resources.</summary>
    public string Prefix => Stack.Length <= LongestStack ? Stack + "-" : Stack[..LongestStack];

    /// <summary>The tags that its denies read.</summary>
    public StopTags Tags => StopTags.Of(Stack);

    /// <summary>
    /// ARNs, with wildcards. Any partition, region and account: an identity's policy reaches no further than its own account.
    /// </summary>
    internal IReadOnlyList<string> Arns =>
    [
        // With the stacks and logs of its sensors; what begins alike is protected, too.
        $"arn:*:cloudformation:*:*:stack/{Stack}*/*",
        $"arn:*:dynamodb:*:*:table/{Prefix}*",
        $"arn:*:lambda:*:*:function:{Prefix}*",
        $"arn:*:events:*:*:rule/{Prefix}*",
        $"arn:*:scheduler:*:*:schedule/default/{Prefix}*",
        $"arn:*:states:*:*:stateMachine:{Prefix}*",
        $"arn:*:sqs:*:*:{Prefix}*",
        $"arn:*:sns:*:*:{Prefix}*",
        $"arn:*:ssm:*:*:parameter/killswitch/{Stack}/*",
        $"arn:*:cloudwatch:*:*:alarm:{Prefix}*",
        $"arn:*:logs:*:*:log-group:/killswitch/{Stack}*",
        $"arn:*:logs:*:*:log-group:{Prefix}*",
        .. LogGroups,
        $"arn:*:iam::*:role/{Prefix}*",
    ];

    /// <summary>The group of somebody else's, by its name; empty for one of the stack's own.</summary>
    internal string[] LogGroups => LogGroup is null || LogGroup.StartsWith(Prefix, StringComparison.Ordinal) ? []
        : [$"arn:*:logs:*:*:log-group:{LogGroup[..Math.Min(LogGroup.Length, KeptOfLogGroup)]}*"];
}

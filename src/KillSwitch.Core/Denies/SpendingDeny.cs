namespace KillSwitch.Core.Denies;

/// <summary>
/// What a stopped principal may not do: spend on Bedrock, or undo the stop. Reading stays allowed, and so does deleting
/// and stopping: whoever is stopped can still end what goes on costing.
/// </summary>
public static class SpendingDeny
{
    // Wildcards where a family spends as a whole, so that its next action is denied on the day that it appears.
    // Converse, ConverseStream and StartAsyncInvoke have no action of their own: IAM asks for InvokeModel*.
    internal static readonly string[] Bedrock =
    [
        "bedrock:Invoke*",
        "bedrock:Start*",
        "bedrock:CallWithBearerToken",
        "bedrock:Retrieve*",
        "bedrock:AgenticRetrieve*",
        "bedrock:Rerank",
        "bedrock:GenerateQuery",
        "bedrock:OptimizePrompt",
        "bedrock:DetectGeneratedContent",
        "bedrock:ApplyGuardrail",
        "bedrock:PutEnforcedGuardrailConfiguration",
        "bedrock:Create*Job",
        "bedrock:CreateCustomModel",
        "bedrock:Create*Deployment",
        "bedrock:Update*Deployment",
        "bedrock:Create*Throughput",
        "bedrock:Update*Throughput",
        "bedrock:Create*Endpoint",
        "bedrock:Update*Endpoint",
        "bedrock:CreateKnowledgeBase",
        "bedrock:CreateDataSource",
        "bedrock:UpdateDataSource",
        "bedrock:IngestKnowledgeBaseDocuments",
    ];

    internal static readonly string[] AgentCore =
    [
        "bedrock-agentcore:Invoke*",
        "bedrock-agentcore:Start*",
        "bedrock-agentcore:Connect*",
        "bedrock-agentcore:GetAgentCard",
        "bedrock-agentcore:Evaluate",
        "bedrock-agentcore:CreateOnlineEvaluationConfig",
        "bedrock-agentcore:UpdateOnlineEvaluationConfig",
        "bedrock-agentcore:CreateABTest",
        "bedrock-agentcore:UpdateABTest",
        "bedrock-agentcore:CreateEvent",
        "bedrock-agentcore:BatchCreateMemoryRecords",
        "bedrock-agentcore:BatchUpdateMemoryRecords",
        "bedrock-agentcore:RetrieveMemoryRecords",
        "bedrock-agentcore:SearchRegistryRecords",
        "bedrock-agentcore:CreateGatewayTarget",
        "bedrock-agentcore:UpdateGatewayTarget",
        "bedrock-agentcore:SynchronizeGatewayTargets",
        "bedrock-agentcore:AuthorizeAction",
        "bedrock-agentcore:PartiallyAuthorizeActions",
        "bedrock-agentcore:GetResourceApiKey",
        "bedrock-agentcore:GetResource*Token",
        "bedrock-agentcore:CompleteResourceTokenAuth",
        "bedrock-agentcore:ProcessPayment",
        "bedrock-agentcore:CreatePaymentSession",
        "bedrock-agentcore:CreateCapacityProvider",
        "bedrock-agentcore:UpdateCapacityProvider",
        "bedrock-agentcore:PassCapacityProvider",
    ];

    internal static readonly string[] WebSearch =
    [
        "bedrock-websearch:Invoke*",
        "bedrock-websearch:ExternalWebAccess",
    ];

    /// <summary>Every action that spends, as patterns; what only protects the stop is not among them.</summary>
    internal static IEnumerable<string> SpendingActions => [.. Bedrock, .. BesideBedrock];

    /// <summary>The same of the services beside <c>bedrock</c>.</summary>
    internal static IReadOnlyList<string> BesideBedrock => [.. MantleDeny.Statement.Actions, .. AgentCore, .. WebSearch];

    /// <summary>One managed policy; shorter than <see cref="DenyDocument.MaximumLength"/>.</summary>
    /// <param name="guard">What of the guard's it may not change; null for nothing.</param>
    public static string Document(GuardResources? guard = null) => Document(guard, []);

    /// <summary>The same for a stop of everyone, under which some go on working on the guard.</summary>
    /// <param name="guard">What of the guard's nobody else may change; null for nothing.</param>
    /// <param name="spared">Who may: <c>role/NAME</c>, <c>user/NAME</c>.</param>
    /// <exception cref="ArgumentException">They are more than a policy holds.</exception>
    public static string Document(GuardResources? guard, IReadOnlyCollection<string> spared) =>
        GuardDeny.Fitting(Written(guard, spared), spared);

    /// <summary>Whether a policy holds so many.</summary>
    public static bool Holds(GuardResources guard, IReadOnlyCollection<string> spared) =>
        Written(guard, spared).Length <= DenyDocument.MaximumLength;

    private static string Written(GuardResources? guard, IReadOnlyCollection<string> spared) => DenyDocument.Write(
    [
        new("SpendOnBedrock", Bedrock, DenyStatement.EveryResource),
        MantleDeny.Statement,
        new("SpendOnAgentCore", AgentCore, DenyStatement.EveryResource),
        new("SpendOnWebSearch", WebSearch, DenyStatement.EveryResource),
        .. StopProtection.Statements,
        .. GuardDeny.Statements(guard, spared),
    ]);
}

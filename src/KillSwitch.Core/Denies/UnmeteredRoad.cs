namespace KillSwitch.Core.Denies;

/// <summary>
/// A way to spend on Bedrock of which no invocation record tells the caller: no cap on a principal or a session counts it.
/// </summary>
/// <param name="Id">In kebab-case.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Actions">Those that open it, as patterns.</param>
public sealed record UnmeteredRoad(string Id, string Name, IReadOnlyList<string> Actions)
{
    /// <summary>What of the service the road is about; everything of it, where the actions alone say so.</summary>
    public IReadOnlyList<string> Resources { get; init; } = DenyStatement.EveryResource;

    // Bidirectional streams and asynchronous calls ask for `bedrock:InvokeModel`, as logged calls do. These models answer in no other way.
    private static readonly string[] ModelsOfStreams =
    [
        "arn:*:bedrock:*::foundation-model/amazon.nova-sonic*",
        "arn:*:bedrock:*::foundation-model/amazon.nova-?-sonic*",
        "arn:*:bedrock:*::foundation-model/amazon.nova-reel*",
        "arn:*:bedrock:*::foundation-model/luma.ray*",
    ];

    public static IReadOnlyList<UnmeteredRoad> All { get; } =
    [
        new("jobs", "batch and evaluation jobs",
            ["bedrock:CreateModelInvocationJob", "bedrock:CreateEvaluationJob", "bedrock:CreateModelEvaluationJob",
            "bedrock:CreateAdvancedPromptOptimizationJob", "bedrock:OptimizePrompt"]),
        new("throughput", "provisioned throughput", ["bedrock:Create*Throughput", "bedrock:Update*Throughput"]),
        new("customization", "customized models",
            ["bedrock:CreateModelCustomizationJob", "bedrock:CreateCustomModel", "bedrock:Create*Deployment", "bedrock:Update*Deployment"]),
        new("import", "imported and copied models", ["bedrock:CreateModelImportJob", "bedrock:CreateModelCopyJob"]),
        new("marketplace", "Marketplace endpoints", ["bedrock:Create*Endpoint", "bedrock:Update*Endpoint"]),
        new("streams", "bidirectional streams and asynchronous video", ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"])
        {
            Resources = ModelsOfStreams,
        },
        new("agents", "agents and flows",
            ["bedrock:InvokeAgent*", "bedrock:InvokeInlineAgent", "bedrock:InvokeFlow*", "bedrock:InvokeBuilder", "bedrock:InvokeTool",
            "bedrock:StartFlow*"]),
        new("knowledge", "knowledge bases and reranking",
            ["bedrock:Retrieve*", "bedrock:AgenticRetrieve*", "bedrock:Rerank", "bedrock:GenerateQuery", "bedrock:StartIngestionJob",
            "bedrock:IngestKnowledgeBaseDocuments", "bedrock:CreateKnowledgeBase", "bedrock:CreateDataSource", "bedrock:UpdateDataSource"]),
        new("guardrails", "guardrails and automated reasoning",
            ["bedrock:ApplyGuardrail", "bedrock:InvokeGuardrail*", "bedrock:PutEnforcedGuardrailConfiguration",
            "bedrock:DetectGeneratedContent", "bedrock:InvokeAutomatedReasoning*", "bedrock:StartAutomatedReasoning*"]),
        new("data-automation", "data automation", ["bedrock:InvokeDataAutomation*", "bedrock:InvokeBlueprint*"]),
        new("agentcore", "AgentCore", SpendingDeny.AgentCore),
        new("web-search", "web search", SpendingDeny.WebSearch),
    ];
}

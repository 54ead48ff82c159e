namespace KillSwitch.Core.OtherKeys;

/// <summary>A service that runs something of its caller's under a role.</summary>
/// <param name="Name">By which a role trusts it.</param>
/// <param name="Starts">Each of these sets of actions runs something under a role that is passed.</param>
/// <param name="Changes">Each of these changes or enters what runs already, and passes no role.</param>
internal sealed record RunningService(string Name, IReadOnlyList<string[]> Starts, IReadOnlyList<string> Changes)
{
    public static IReadOnlyList<RunningService> All { get; } =
    [
        new("lambda.amazonaws.com", [["lambda:CreateFunction"], ["lambda:UpdateFunctionConfiguration"]], ["lambda:UpdateFunctionCode"]),
        new("ecs-tasks.amazonaws.com",
            [["ecs:RegisterTaskDefinition", "ecs:RunTask"], ["ecs:RegisterTaskDefinition", "ecs:StartTask"],
            ["ecs:RegisterTaskDefinition", "ecs:CreateService"], ["ecs:RegisterTaskDefinition", "ecs:UpdateService"], ["ecs:RunTask"]],
            ["ecs:ExecuteCommand"]),
        new("ec2.amazonaws.com", [["ec2:RunInstances"], ["ec2:AssociateIamInstanceProfile"]],
            ["ssm:SendCommand", "ssm:StartSession", "ec2-instance-connect:SendSSHPublicKey"]),
        new("codebuild.amazonaws.com", [["codebuild:CreateProject"], ["codebuild:UpdateProject"]], ["codebuild:StartBuild"]),
        new("glue.amazonaws.com", [["glue:CreateJob"], ["glue:UpdateJob"], ["glue:CreateDevEndpoint"], ["glue:CreateSession"]],
            ["glue:StartJobRun"]),
        new("sagemaker.amazonaws.com",
            [["sagemaker:CreateNotebookInstance"], ["sagemaker:CreateTrainingJob"], ["sagemaker:CreateProcessingJob"],
            ["sagemaker:CreateUserProfile"]], ["sagemaker:CreatePresignedNotebookInstanceUrl", "sagemaker:CreatePresignedDomainUrl"]),
        new("states.amazonaws.com", [["states:CreateStateMachine"], ["states:UpdateStateMachine"]], ["states:UpdateStateMachine"]),
        new("cloudformation.amazonaws.com",
            [["cloudformation:CreateStack"], ["cloudformation:UpdateStack"], ["cloudformation:CreateChangeSet"]],
            ["cloudformation:UpdateStack"]),
        new("bedrock.amazonaws.com",
            [["bedrock:CreateAgent", "bedrock:InvokeAgent"], ["bedrock:CreateFlow", "bedrock:InvokeFlow"],
            ["bedrock:CreateModelInvocationJob"]], []),
        new("bedrock-agentcore.amazonaws.com",
            [["bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:InvokeAgentRuntime"],
            ["bedrock-agentcore:CreateCodeInterpreter", "bedrock-agentcore:InvokeCodeInterpreter"]], []),
        new("scheduler.amazonaws.com", [["scheduler:CreateSchedule"], ["scheduler:UpdateSchedule"]], []),
        new("events.amazonaws.com", [["events:PutRule", "events:PutTargets"], ["events:PutTargets"]], []),
        new("pipes.amazonaws.com", [["pipes:CreatePipe"]], []),
        new("batch.amazonaws.com", [["batch:CreateComputeEnvironment"]], []),
        new("apprunner.amazonaws.com", [["apprunner:CreateService"]], []),
        new("tasks.apprunner.amazonaws.com", [["apprunner:CreateService"]], []),
        new("elasticmapreduce.amazonaws.com", [["elasticmapreduce:RunJobFlow"]], []),
        new("emr-serverless.amazonaws.com", [["emr-serverless:StartJobRun"]], []),
        new("ssm.amazonaws.com", [["ssm:StartAutomationExecution"]], []),
        new("codepipeline.amazonaws.com", [["codepipeline:CreatePipeline"], ["codepipeline:UpdatePipeline"]], []),
        new("appsync.amazonaws.com", [["appsync:CreateDataSource"]], []),
        new("apigateway.amazonaws.com", [["apigateway:PUT"], ["apigateway:POST"]], []),
        new("pods.eks.amazonaws.com", [["eks:CreatePodIdentityAssociation"]], []),
        new("datapipeline.amazonaws.com", [["datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"]], []),
    ];
}

namespace KillSwitch.Core.RunningWork;

public enum JobKind
{
    /// <summary>Batch inference.</summary>
    Batch,

    Evaluation,

    Customization,
}

/// <summary>A job of Bedrock's that goes on by itself once it was created: a deny does not end it.</summary>
/// <param name="Name">As its creator called it.</param>
/// <param name="Region">Where it runs.</param>
/// <param name="Models">The models that it uses, as the job names them.</param>
/// <param name="RoleArn">The service role that it runs with; null where that is not known.</param>
/// <param name="CreatedAt">When; null where that is not known.</param>
public sealed record RunningJob(
    JobKind Kind, string Arn, string Name, string Region, IReadOnlyList<string> Models, string? RoleArn, DateTimeOffset? CreatedAt);

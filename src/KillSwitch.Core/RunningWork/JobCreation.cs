using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Json;
using static KillSwitch.Core.Json.JsonMembers;

namespace KillSwitch.Core.RunningWork;

/// <summary>Who created which job, as CloudTrail keeps it.</summary>
public sealed record JobCreation(string JobArn, Caller Creator)
{
    /// <summary>The name of the call that creates a job of this kind.</summary>
    public static string CallOf(JobKind kind) => kind switch
    {
        JobKind.Batch => "CreateModelInvocationJob",
        JobKind.Evaluation => "CreateEvaluationJob",
        JobKind.Customization => "CreateModelCustomizationJob",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of job"),
    };

    /// <summary>Null for a record that names no job or no caller, and for a call that AWS refused.</summary>
    /// <param name="record">One whole CloudTrail record, JSON.</param>
    public static JobCreation? Parse(string record)
    {
        try
        {
            using var document = LooseJson.Parse(record);
            var root = document.RootElement;
            if (Text(root, "errorCode") is not null || Text(Member(root, "responseElements"), "jobArn") is not { Length: > 0 } job)
                return null;
            var identity = Member(root, "userIdentity");
            var arn = Text(identity, "arn") ?? Text(Member(Member(identity, "sessionContext"), "sessionIssuer"), "arn");
            return arn is { Length: > 0 } ? new JobCreation(job, Caller.Parse(arn)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

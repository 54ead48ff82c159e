using KillSwitch.Aws;

namespace KillSwitch.Cli.Session;

/// <summary>What AWS said, or why it could not be asked, as one sentence.</summary>
internal static class AwsRefusal
{
    /// <summary>Null for an error that is not AWS's.</summary>
    public static string? Sentence(Exception error) => AwsProblem.Of(error) switch
    {
        { Stage: AwsStage.Answer, Clause: var clause } => $"AWS said no: {clause}",
        { Stage: AwsStage.SignIn, Clause: var clause } => $"AWS could not be asked: {clause}",
        { Stage: AwsStage.Way, Clause: var clause } => $"AWS could not be reached: {clause}",
        _ => null,
    };
}

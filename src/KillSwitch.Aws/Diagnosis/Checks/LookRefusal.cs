using System.Text.Json;
using Amazon.Runtime;

namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>Why a link could not be looked at: what is not known is never taken for well.</summary>
internal static class LookRefusal
{
    /// <summary>Whether the error came from AWS or from what it answered; any other is a mistake of ours.</summary>
    public static bool Is(Exception error) => AwsFailure.Is(error) || error is JsonException or FormatException;

    /// <summary>What a look finds; null where AWS does not let that be seen.</summary>
    public static async Task<T?> TryAsync<T>(Func<Task<T>> look)
        where T : class
    {
        try
        {
            return await look();
        }
        catch (Exception error) when (Is(error))
        {
            return null;
        }
    }

    /// <param name="error">One that <see cref="Is"/> such an error.</param>
    /// <param name="needs">What the check asks for.</param>
    public static Finding Of(Exception error, string needs)
    {
        if (error is AmazonServiceException { ErrorCode: { } code } refused && AwsAnswer.IsDenied(code))
        {
            var lacking = Lacking(refused.Message) ?? needs;
            return Finding.Unknown($"you may not look: `{lacking}` is missing", $"let your role do `{needs}`, or ask somebody who may");
        }

        return Finding.Unknown($"AWS gave no answer that can be used: {Said(error)}", $"try again; it asks for `{needs}`");
    }

    // "User: … is not authorized to perform: iam:GetPolicy on resource: …"
    private static string? Lacking(string message)
    {
        const string before = "perform: ";
        var at = message.IndexOf(before, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = message[(at + before.Length)..];
        var end = rest.IndexOf(' ', StringComparison.Ordinal);
        var action = end < 0 ? rest : rest[..end];
        return action.Contains(':', StringComparison.Ordinal) ? action.TrimEnd('.') : null;
    }

    private static string Said(Exception error) => AwsProblem.ClauseOf(error);
}

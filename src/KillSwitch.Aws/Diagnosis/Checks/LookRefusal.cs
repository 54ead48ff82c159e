using System.Globalization;
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
        if (error is AmazonServiceException { ErrorCode: { } code } refused && IsDenied(code))
        {
            var lacking = Lacking(refused.Message) ?? needs;
            return Finding.Unknown($"you may not look: `{lacking}` is missing", $"let your role do `{needs}`, or ask somebody who may");
        }

        return Finding.Unknown($"AWS gave no answer that can be used: {Said(error)}", $"try again; it asks for `{needs}`");
    }

    private static bool IsDenied(string code) =>
        code.Contains("AccessDenied", StringComparison.Ordinal) || code.Contains("Unauthorized", StringComparison.Ordinal)
            || code.Contains("AuthorizationError", StringComparison.Ordinal);

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

    private static string Said(Exception error) => error switch
    {
        // A page in HTML says nothing to a person at a terminal.
        AmazonServiceException page when page.Message.Contains('<', StringComparison.Ordinal) =>
            string.Create(CultureInfo.InvariantCulture, $"status {(int)page.StatusCode}"),
        AmazonServiceException { ErrorCode: { Length: > 0 } code } => $"{OneLine(error.Message)} (`{code}`)",
        _ => OneLine(error.Message),
    };

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}

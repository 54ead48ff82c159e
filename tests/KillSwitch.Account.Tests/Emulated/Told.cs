using System.Text.Json;
using System.Text.RegularExpressions;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>What people are told, as they read it: a line that goes on in the next one is one line.</summary>
internal static partial class Told
{
    /// <param name="published">As SNS got it.</param>
    public static string Text(IReadOnlyDictionary<string, string> published) =>
        Continuation().Replace(JsonDocument.Parse(published["Message"]).RootElement.GetProperty("default").GetString()!, " ");

    /// <summary>Every message of those, by subject and text, also of what was told in one.</summary>
    public static IEnumerable<(string Subject, string Text)> Each(IEnumerable<IReadOnlyDictionary<string, string>> published)
    {
        foreach (var one in published)
        {
            var json = JsonDocument.Parse(JsonDocument.Parse(one["Message"]).RootElement.GetProperty("sqs").GetString()!).RootElement;
            if (json.TryGetProperty("kind", out var kind) && kind.GetString() == "digest")
            {
                foreach (var inner in json.GetProperty("messages").EnumerateArray())
                {
                    yield return (
                        inner.GetProperty("subject").GetString()!, Continuation().Replace(inner.GetProperty("text").GetString()!, " "));
                }
            }
            else
            {
                yield return (one["Subject"], Text(one));
            }
        }
    }

    [GeneratedRegex("\n +")]
    private static partial Regex Continuation();
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>What people are told, as they read it: a line that goes on in the next one is one line.</summary>
internal static partial class Told
{
    /// <param name="published">As SNS got it.</param>
    public static string Text(IReadOnlyDictionary<string, string> published) =>
        Continuation().Replace(JsonDocument.Parse(published["Message"]).RootElement.GetProperty("default").GetString()!, " ");

    [GeneratedRegex("\n +")]
    private static partial Regex Continuation();
}

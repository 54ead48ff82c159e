namespace KillSwitch.Engine.Messages;

/// <summary>
/// A subject within SNS's bounds: printable ASCII, less than 100 characters. What is too long is the name, not the figures behind it.
/// </summary>
internal static class Subject
{
    private const int Longest = 99;
    private const int ShortestName = 24;

    /// <param name="head">Ours: <c>STOPPED </c>.</param>
    /// <param name="name">From outside.</param>
    /// <param name="tail">Ours: <c>: $487.90 of $500.00 (agent-cap)</c>.</param>
    public static string Of(string head, string name, string tail)
    {
        var subject = head + SafeText.Cut(name, Math.Max(ShortestName, Longest - head.Length - tail.Length)) + tail;
        return string.Create(Math.Min(subject.Length, Longest), subject, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
        });
    }
}

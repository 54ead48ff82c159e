using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Stops;

/// <summary>Ids of stops: short, the same for the same, fit to be typed: <c>stop-</c> and 10 letters or digits.</summary>
public static class StopId
{
    private const string Prefix = "stop-";
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Letters = 10;
    private static readonly SearchValues<char> OfId = SearchValues.Create(Alphabet);

    /// <summary>Whether a text may be one.</summary>
    public static bool IsOne(string text) =>
        text.Length == Prefix.Length + Letters && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.AsSpan(Prefix.Length).IndexOfAnyExcept(OfId) < 0;

    /// <summary>Of what happens once to a thing of a rule, or of what has no rule, in a window. Ids are kept: this never changes.</summary>
    internal static string Of(string rule, string thing, Window window, int round = 0, string limit = "")
    {
        var text = FormattableString.Invariant($"{rule}\n{thing}\n{window.Start}\n{window.End}\n{round}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(limit.Length == 0 ? text : $"{text}\n{limit}"));
        var id = new StringBuilder(Prefix);
        for (var i = 0; i < Letters; i++)
            id.Append(Alphabet[hash[i] % Alphabet.Length]);
        return id.ToString();
    }
}

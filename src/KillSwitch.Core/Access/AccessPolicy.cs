using System.Text.Json;

namespace KillSwitch.Core.Access;

/// <summary>A policy document, read once.</summary>
public sealed class AccessPolicy
{
    private AccessPolicy(IReadOnlyList<AccessStatement> statements) => Statements = statements;

    internal IReadOnlyList<AccessStatement> Statements { get; }

    /// <summary>Whether the document could be read: one that could not allows nobody knows what.</summary>
    public bool IsReadable { get; private init; } = true;

    /// <param name="document">An identity policy, a permissions boundary, or a role's trust, as JSON.</param>
    public static AccessPolicy Parse(string document)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            var knowsVariables = json.RootElement.TryGetProperty("Version", out var version) && version.GetString() == "2012-10-17";
            return new AccessPolicy(
                [.. PolicyTexts.Each(json.RootElement.GetProperty("Statement")).Select(one => AccessStatement.Read(one, knowsVariables))]);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new AccessPolicy([]) { IsReadable = false };
        }
    }
}

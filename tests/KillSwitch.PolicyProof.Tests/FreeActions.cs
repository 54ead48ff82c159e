using System.Text.Json;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>An action that a person found to bill nothing, and why.</summary>
public sealed record FreeAction(string Action, string Reason);

internal static class FreeActions
{
    public static IReadOnlyList<FreeAction> Read() => JsonSerializer.Deserialize<FreeAction[]>(
        File.ReadAllText(ProofFolder.File("free-actions.json")), JsonSerializerOptions.Web)!;
}

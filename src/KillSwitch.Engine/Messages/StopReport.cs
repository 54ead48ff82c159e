using System.Text.Json;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Messages;

/// <summary>A stop as programs read it, in messages and from the command line: the names are a contract.</summary>
public static class StopReport
{
    /// <summary>The members alone, for a document that has more to say.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Stop stop)
    {
        json.WriteString("id", stop.Id);
        json.WriteString("rule", stop.Trip?.Rule);
        WriteTarget(json, stop.Target);
        if (stop.Models is { } models)
            WriteDenied(json, models);
        if (stop.Denied is StopTarget.Tag)
            json.WriteBoolean("cooperative", true);
        json.WriteString("state", State(stop));
        json.WriteTime("at", stop.At);
        json.WriteTime("effectiveAt", stop.EnforcedAt);
        json.WriteTime("verifiedAt", stop.VerifiedAt);
        json.WriteTime("leakedAt", stop.LeakedAt);
        WriteServed(json, stop.Served);
        json.WriteTime("retryAt", stop.RetryAt);
        json.WriteTime("endsAt", stop.ReleaseAt);
        json.WriteTime("restoredAt", stop.ReleasedAt);
        json.WriteString("unit", stop.Evidence is { } evidence ? UnitText.Of(evidence.Unit) : null);
        json.WriteNumber("limit", stop.Evidence?.Limit ?? 0);
        json.WriteNumber("measured", stop.Evidence?.Measured ?? 0);
        json.WriteString("reason", stop.Cause.Sentence);
        json.WriteString("failure", stop.Failure is { } failure ? JsonText.Word(failure) : null);
        json.WriteString("escalatedTo", stop.EscalatedTo);
        json.WriteStartArray("deactivatedKeys");
        foreach (var key in stop.KeysOff)
            json.WriteStringValue(key);
        json.WriteEndArray();
        json.WriteStartArray("heldBy");
        foreach (var holder in stop.Holders)
            json.WriteStringValue(holder);
        json.WriteEndArray();
        json.WriteNumber("unattributed", stop.Evidence?.Unattributed ?? 0);
        json.WriteNumber("estimated", stop.Evidence?.Estimated ?? 0);
        json.WriteString("note", stop.Note);
        json.WriteString("deniedInstead", stop.Widened?.Target.Name);
    }

    /// <summary>The member <c>target</c>.</summary>
    public static void WriteTarget(Utf8JsonWriter json, StopTarget target)
    {
        json.WriteStartObject("target");
        json.WriteString("kind", JsonText.Word(target.Kind));
        json.WriteString("name", target.Name);
        json.WriteString("account", target.Account);
        json.WriteEndObject();
    }

    // As the policy says it.
    private static void WriteDenied(Utf8JsonWriter json, ModelSet models)
    {
        json.WriteStartObject("denied");
        json.WriteStartArray("model");
        foreach (var glob in models.Globs)
            json.WriteStringValue(glob.Pattern);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // What a leak rests on.
    private static void WriteServed(Utf8JsonWriter json, LeakEvidence? served)
    {
        json.WriteStartArray("served");
        foreach (var call in served?.Calls ?? [])
        {
            json.WriteStartObject();
            json.WriteString("requestId", call.RequestId);
            json.WriteTime("at", call.At);
            json.WriteString("by", call.By);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary><c>enforced</c>, then <c>verified</c> or <c>leaking</c>; <c>failed</c>, <c>awaitingApproval</c>, …</summary>
    public static string State(Stop stop) => stop switch
    {
        { State: StopState.Enforced, IsLeaking: true } => "leaking",
        { State: StopState.Enforced, VerifiedAt: not null } => "verified",
        _ => JsonText.Word(stop.State),
    };
}

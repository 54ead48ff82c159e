using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Json;

namespace KillSwitch.Aws.Stops;

/// <summary>
/// A stop as it is kept. Members that are missing read as their defaults, so that what an earlier version wrote is understood.
/// </summary>
internal static class StopJson
{
    public static string Write(Stop stop) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", stop.Id);
        Write(json, stop.Trip ?? new TripKey(stop.Cause.RuleText, stop.Target.Text, stop.Second, IsRolling: false));
        Write(json, "target", stop.Target);
        if (stop.Models is { } models)
            json.WriteString("models", models.Text);
        if (stop.Widened is { } widened)
        {
            Write(json, "deniedInstead", widened.Target);
            json.WriteString("deniedInsteadFor", widened.Reason);
        }

        Write(json, "renewedAt", stop.RenewedAt);
        if (stop.Cause is StopCause.ByPerson person)
            ByHandJson.WriteEvidence(json, stop, person);
        else if (stop.Evidence is { } evidence)
            Write(json, evidence);
        json.WriteString("state", stop.State.ToString());
        json.WriteNumber("revision", stop.Revision);
        json.WriteString("at", stop.At);
        Write(json, "enforcedAt", stop.EnforcedAt);
        Write(json, "releaseAt", stop.ReleaseAt);
        Write(json, "releasedAt", stop.ReleasedAt);
        json.WriteNumber("attempts", stop.Attempts);
        Write(json, "retryAt", stop.RetryAt);
        Write(json, "verifiedAt", stop.VerifiedAt);
        Write(json, "leakedAt", stop.LeakedAt);
        ServedJson.Write(json, stop.Served);
        if (stop.EscalatedTo is { } wider)
            json.WriteString("escalatedTo", wider);
        if (stop.DeactivatedKeys is { } keys)
            json.WriteString("deactivatedKeys", keys);
        if (stop.Failure is { } failure)
            json.WriteString("failure", failure.ToString());
        if (stop.HeldBy is { } holders)
            json.WriteString("heldBy", holders);
        if (stop.PartHeldBy is { } partHolders)
            json.WriteString("partHeldBy", partHolders);
        if (stop.Lasts is { } length)
            json.WriteNumber("lastsTicks", length.Ticks);
        if (stop.BoundBy is { } bound)
            json.WriteNumber("boundBy", bound);
        if (stop.AskedBy is { } asking)
            json.WriteString("askedBy", asking);
        if (stop.Refusals > 0)
            json.WriteNumber("refusals", stop.Refusals);
        if (stop.RaisedAt is { } raisedAt)
        {
            json.WriteNumber("raise", stop.Raise);
            json.WriteString("raisedAt", raisedAt);
        }

        if (stop.Unconfirmed is { } unconfirmed)
            json.WriteNumber("unconfirmed", unconfirmed);
        if (stop.Note is { } note)
            json.WriteString("note", note);
        json.WriteEndObject();
    });

    /// <exception cref="JsonException">It is not a stop.</exception>
    public static Stop Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        return new Stop
        {
            Id = Text(json, "id"),
            Target = ReadTarget(json.GetProperty("target")),
            Models = Optional(json, "models") is { } models ? new ModelSet(models) : null,
            Widened = json.TryGetProperty("deniedInstead", out var instead)
                ? new Widening(ReadTarget(instead), Text(json, "deniedInsteadFor"))
                : null,
            RenewedAt = Time(json, "renewedAt"),
            Cause = ReadCause(json),
            State = Value<StopState>(Text(json, "state")),
            Revision = json.GetProperty("revision").GetInt32(),
            At = json.GetProperty("at").GetDateTimeOffset(),
            EnforcedAt = Time(json, "enforcedAt"),
            ReleaseAt = Time(json, "releaseAt"),
            ReleasedAt = Time(json, "releasedAt"),
            Attempts = json.TryGetProperty("attempts", out var attempts) ? attempts.GetInt32() : 0,
            RetryAt = Time(json, "retryAt"),
            VerifiedAt = Time(json, "verifiedAt"),
            LeakedAt = Time(json, "leakedAt"),
            Served = ServedJson.Read(json),
            EscalatedTo = Optional(json, "escalatedTo"),
            DeactivatedKeys = Optional(json, "deactivatedKeys"),
            Failure = Optional(json, "failure") is { } failure ? Value<StopFailure>(failure) : null,
            HeldBy = Optional(json, "heldBy"),
            PartHeldBy = Optional(json, "partHeldBy"),
            Lasts = json.TryGetProperty("lastsTicks", out var lasts) ? new TimeSpan(lasts.GetInt64()) : null,
            BoundBy = json.TryGetProperty("boundBy", out var bound) ? bound.GetInt32() : null,
            AskedBy = Optional(json, "askedBy"),
            Raise = json.TryGetProperty("raise", out var raise) ? raise.GetDecimal() : 0,
            Refusals = json.TryGetProperty("refusals", out var refusals) ? refusals.GetInt32() : 0,
            RaisedAt = Time(json, "raisedAt"),
            Unconfirmed = json.TryGetProperty("unconfirmed", out var unconfirmed) ? unconfirmed.GetDecimal() : null,
            Note = Optional(json, "note"),
        };
    }

    private static StopCause ReadCause(JsonElement json)
    {
        if (ByHandJson.TryRead(json) is { } byHand)
            return byHand;
        var (trip, evidence) = (ReadTrip(json), ReadEvidence(json.GetProperty("evidence")));
        return evidence.Unit == Unit.Budget ? new StopCause.ByBudget(trip, evidence) : new StopCause.ByRule(trip, evidence);
    }

    internal static void Write(Utf8JsonWriter json, TripKey trip)
    {
        json.WriteStartObject("trip");
        json.WriteString("rule", trip.Rule);
        json.WriteString("scope", trip.Scope);
        Write(json, "window", trip.Window);
        json.WriteBoolean("rolling", trip.IsRolling);
        json.WriteNumber("round", trip.Round);
        json.WriteString("limit", trip.Limit);
        json.WriteEndObject();
    }

    internal static TripKey ReadTrip(JsonElement json)
    {
        var trip = json.GetProperty("trip");
        return new TripKey(Text(trip, "rule"), Text(trip, "scope"), ReadWindow(trip, "window"), trip.GetProperty("rolling").GetBoolean(),
            trip.GetProperty("round").GetInt32(), Optional(trip, "limit") ?? "");
    }

    private static void Write(Utf8JsonWriter json, string name, StopTarget target)
    {
        json.WriteStartObject(name);
        json.WriteString("kind", target.Kind.ToString());
        json.WriteString("account", target.Account);
        switch (target)
        {
            case StopTarget.Principal principal:
                json.WriteString("principal", principal.PrincipalName);
                json.WriteString("arn", principal.Arn);
                break;
            case StopTarget.Session session:
                json.WriteString("principal", session.PrincipalName);
                json.WriteString("arn", session.Arn);
                json.WriteString("session", session.SessionName);
                break;
            case StopTarget.Model model:
                json.WriteString("model", model.ModelId);
                break;
            case StopTarget.Tag tag:
                json.WriteString("key", tag.Key);
                json.WriteString("value", tag.Value);
                break;
            case StopTarget.Principals principals:
                json.WriteString("principalTag", principals.TagKey);
                json.WriteString("value", principals.Value);
                break;
        }

        json.WriteEndObject();
    }

    private static StopTarget ReadTarget(JsonElement json) => Value<StopScope>(Text(json, "kind")) switch
    {
        StopScope.Principal => new StopTarget.Principal(Text(json, "account"), Text(json, "principal"), Text(json, "arn")),
        StopScope.Session =>
            new StopTarget.Session(Text(json, "account"), Text(json, "principal"), Text(json, "arn"), Text(json, "session")),
        StopScope.Model => new StopTarget.Model(Text(json, "account"), Text(json, "model")),
        StopScope.Tag => new StopTarget.Tag(Text(json, "account"), Text(json, "key"), Text(json, "value")),
        StopScope.Principals => new StopTarget.Principals(Text(json, "account"), Text(json, "principalTag"), Text(json, "value")),
        StopScope.Account => new StopTarget.WholeAccount(Text(json, "account")),
        var kind => throw new JsonException($"`{kind}` is no target of a stop"),
    };

    internal static void Write(Utf8JsonWriter json, Evidence evidence)
    {
        json.WriteStartObject("evidence");
        json.WriteString("subject", evidence.Subject);
        json.WriteString("unit", UnitText.Of(evidence.Unit));
        json.WriteNumber("limit", evidence.Limit);
        json.WriteNumber("measured", evidence.Measured);
        json.WriteNumber("calls", evidence.Total.Calls);
        json.WriteNumber("input", evidence.Total.Tokens.InputTokens);
        json.WriteNumber("output", evidence.Total.Tokens.OutputTokens);
        json.WriteNumber("cacheRead", evidence.Total.Tokens.CacheReadInputTokens);
        json.WriteNumber("cacheWrite", evidence.Total.Tokens.CacheWriteInputTokens);
        json.WriteNumber("cacheWrite1h", evidence.Total.Tokens.CacheWrite1hInputTokens);
        json.WriteNumber("usd", evidence.Total.Cost.Amount);
        if (evidence.Total.Discount.Amount != 0)
            json.WriteNumber("discount", evidence.Total.Discount.Amount);
        if (evidence.Total.Unpriced.Amount != 0)
            json.WriteNumber("unpriced", evidence.Total.Unpriced.Amount);
        if (evidence.Total.Estimated is var estimated && estimated != default)
        {
            json.WriteStartObject("estimated");
            json.WriteNumber("input", estimated.InputTokens);
            json.WriteNumber("uncached", estimated.UncachedInputTokens);
            json.WriteNumber("output", estimated.OutputTokens);
            json.WriteNumber("usd", estimated.Cost.Amount);
            json.WriteEndObject();
        }

        if (evidence.NoPrice is { } noPrice)
            json.WriteString("noPrice", noPrice);
        json.WriteNumber("inFlight", evidence.InFlight);
        json.WriteNumber("ratePerSecond", evidence.RatePerSecond);
        json.WriteNumber("horizonTicks", evidence.Horizon.Ticks);
        Write(json, "drilledAt", evidence.DrilledAt);
        Write(json, "window", evidence.Window);
        json.WriteString("lastRecord", evidence.LastRecord);
        json.WriteNumber("unattributed", evidence.Unattributed);
        json.WriteEndObject();
    }

    internal static Evidence ReadEvidence(JsonElement json)
    {
        var tokens = new TokenUsage(
            Long(json, "input"), Long(json, "output"), Long(json, "cacheRead"), Long(json, "cacheWrite"), Long(json, "cacheWrite1h"));
        return new Evidence(
            Text(json, "subject"),
            ReadUnit(json),
            json.GetProperty("limit").GetDecimal(),
            json.GetProperty("measured").GetDecimal(),
            new Usage(Long(json, "calls"), tokens, new Usd(json.GetProperty("usd").GetDecimal()))
            {
                Discount = Money(json, "discount"),
                Unpriced = Money(json, "unpriced"),
                Estimated = json.TryGetProperty("estimated", out var estimated)
                    ? new Estimate(
                        Long(estimated, "input"), Long(estimated, "uncached"), Long(estimated, "output"), Money(estimated, "usd"))
                    : default,
            },
            json.GetProperty("inFlight").GetDecimal(),
            json.GetProperty("ratePerSecond").GetDecimal(),
            new TimeSpan(Long(json, "horizonTicks")),
            ReadWindow(json, "window"),
            json.GetProperty("lastRecord").GetDateTimeOffset(),
            json.TryGetProperty("unattributed", out var unattributed) ? unattributed.GetDecimal() : 0)
        {
            NoPrice = Optional(json, "noPrice"),
            DrilledAt = Time(json, "drilledAt"),
        };
    }

    private static Usd Money(JsonElement json, string name) =>
        json.TryGetProperty(name, out var amount) ? new Usd(amount.GetDecimal()) : Usd.Zero;

    internal static Unit ReadUnit(JsonElement json) =>
        UnitText.Find(Text(json, "unit")) ?? throw new JsonException($"`{Text(json, "unit")}` is no unit");

    internal static void Write(Utf8JsonWriter json, string name, Window window)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(window.Start);
        json.WriteNumberValue(window.End);
        json.WriteEndArray();
    }

    internal static Window ReadWindow(JsonElement json, string name)
    {
        var window = json.GetProperty(name);
        return new Window(window[0].GetInt64(), window[1].GetInt64());
    }

    internal static void Write(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } moment)
            json.WriteString(name, moment);
    }

    internal static DateTimeOffset? Time(JsonElement json, string name) =>
        json.TryGetProperty(name, out var at) ? at.GetDateTimeOffset() : null;

    internal static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new JsonException($"`{name}` is null");

    internal static string? Optional(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>By its name: a number is none of the values.</summary>
    internal static T Value<T>(string name)
        where T : struct, Enum => Enum.TryParse<T>(name, out var value) && value.ToString() == name
            ? value
            : throw new JsonException($"`{name}` is none of its values");

    private static long Long(JsonElement json, string name) => json.GetProperty(name).GetInt64();
}

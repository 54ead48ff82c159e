using System.Text.Json;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Caching;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Engine.Json;

namespace KillSwitch.Cli.Caching;

/// <summary>The report as programs read it; its members are listed in <c>docs/caching.md</c>.</summary>
internal static class CachingJson
{
    public static void Write(Utf8JsonWriter json, CachingReport report)
    {
        json.WriteString("from", report.From is { } from ? TimeText.Iso(from) : null);
        json.WriteString("to", report.To is { } to ? TimeText.Iso(to) : null);
        json.WriteString("basis", report.Target is null ? "calls" : "hours");
        Ratio(json, "target", report.Target);
        json.WriteNumber("skipped", report.Skipped);
        json.WriteStartObject("total");
        json.WriteNumber("sessions", report.Sessions.Count);
        json.WriteNumber("calls", report.Calls);
        json.WriteNumber("inputTokens", report.InputTokens);
        json.WriteNumber("cacheReadInputTokens", report.CacheReadInputTokens);
        json.WriteNumber("reachableInputTokens", report.Readable);
        Ratio(json, "cacheHitRatio", report.CacheHitRatio);
        Ratio(json, "reachableRatio", report.ReachableRatio);
        Money(json, "inputUsd", report.Cost);
        Money(json, "lostUsd", report.Lost);
        json.WriteEndObject();
        json.WriteStartArray("sessions");
        foreach (var (session, diagnosis) in report.Sessions)
            Write(json, session, diagnosis);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SessionCaching session, CacheDiagnosis diagnosis)
    {
        var tokens = session.Tokens;
        json.WriteStartObject();
        json.WriteString("account", session.Account);
        json.WriteString("principal", session.Principal);
        json.WriteString("session", session.Session == Missing.Value ? null : session.Session);
        json.WriteStartArray("models");
        foreach (var model in session.Models)
            json.WriteStringValue(model);
        json.WriteEndArray();
        json.WriteNumber("calls", session.CallCount);
        json.WriteNumber("inputTokens", tokens.TotalInputTokens);
        json.WriteNumber("uncachedInputTokens", tokens.UncachedInputTokens);
        json.WriteNumber("cacheReadInputTokens", tokens.CacheReadInputTokens);
        json.WriteNumber("cacheWriteInputTokens", tokens.CacheWriteInputTokens);
        json.WriteNumber("reachableInputTokens", session.Readable);
        Ratio(json, "cacheHitRatio", CachingReport.Share(tokens.CacheReadInputTokens, tokens.TotalInputTokens));
        Ratio(json, "reachableRatio", CachingReport.Share(session.Readable, tokens.TotalInputTokens));
        Money(json, "inputUsd", session.Cost);
        Money(json, "lostUsd", session.Lost);
        if (session.InferenceRegions > 0)
            json.WriteNumber("inferenceRegions", session.InferenceRegions);
        else
            json.WriteNull("inferenceRegions");
        json.WriteStartObject("diagnosis");
        json.WriteString("fault", JsonText.Word(diagnosis.Fault));
        json.WriteString("since", diagnosis.Since is { } since ? TimeText.Iso(since) : null);
        json.WriteString("seen", CacheAdvice.For(diagnosis.Fault).Seen);
        json.WriteString("lookAt", CacheAdvice.For(diagnosis.Fault).LookAt);
        json.WriteEndObject();
        json.WriteStartArray("hours");
        foreach (var (at, calls, hour) in HoursOfCalls.Of(session))
        {
            json.WriteStartObject();
            json.WriteString("at", TimeText.Iso(at));
            json.WriteNumber("calls", calls);
            json.WriteNumber("inputTokens", hour.TotalInputTokens);
            Ratio(json, "cacheHitRatio", CachingReport.Share(hour.CacheReadInputTokens, hour.TotalInputTokens));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Ratio(Utf8JsonWriter json, string name, decimal? ratio)
    {
        if (ratio is { } known)
            json.WriteNumber(name, Math.Round(known, 4));
        else
            json.WriteNull(name);
    }

    private static void Money(Utf8JsonWriter json, string name, Usd amount) =>
        json.WriteNumber(name, Math.Round(amount.Amount, 6, MidpointRounding.AwayFromZero));
}

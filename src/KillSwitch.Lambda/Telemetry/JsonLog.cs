using System.Buffers;
using System.Text.Json;

namespace KillSwitch.Lambda.Telemetry;

/// <summary>
/// One JSON object a line: <c>timestamp</c> and <c>level</c> (the two that Lambda itself reads), <c>message</c>,
/// <c>function</c>, <c>requestId</c>, <c>traceId</c>, then the line's own fields. A message is a constant; whatever varies is a field.
/// </summary>
/// <param name="function">The name of the function, as <c>_HANDLER</c> gives it.</param>
/// <param name="least">Lines below it are not written.</param>
internal sealed class JsonLog(OutputLines output, string function, LogLevel least, TimeProvider time)
{
    private const int LongestStackTrace = 8000;

    /// <summary>The invocation that lines belong to; null between invocations.</summary>
    public InvocationIds? Invocation { get; set; }

    public bool Writes(LogLevel level) => level >= least;

    public void Debug(string message, params ReadOnlySpan<(string Name, LogValue Value)> fields) =>
        Write(LogLevel.Debug, message, exception: null, fields);

    public void Info(string message, params ReadOnlySpan<(string Name, LogValue Value)> fields) =>
        Write(LogLevel.Info, message, exception: null, fields);

    public void Warn(string message, params ReadOnlySpan<(string Name, LogValue Value)> fields) =>
        Write(LogLevel.Warn, message, exception: null, fields);

    public void Error(string message, params ReadOnlySpan<(string Name, LogValue Value)> fields) =>
        Write(LogLevel.Error, message, exception: null, fields);

    public void Error(string message, Exception exception, params ReadOnlySpan<(string Name, LogValue Value)> fields) =>
        Write(LogLevel.Error, message, exception, fields);

    /// <summary>Writes metrics whatever the least level is, figures that are none as information; nothing when there are neither.</summary>
    public void Metrics(MetricsLine metrics)
    {
        if ((metrics.HasMetrics || Writes(LogLevel.Info)) && metrics.ToJson(time.GetUtcNow()) is { } line)
            output.Write(line);
    }

    private void Write(LogLevel level, string message, Exception? exception, ReadOnlySpan<(string Name, LogValue Value)> fields)
    {
        if (!Writes(level))
            return;
        var line = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(line);
        json.WriteStartObject();
        json.WriteString("timestamp", time.GetUtcNow().UtcDateTime);
        json.WriteString("level", LogLevels.Word(level));
        json.WriteString("message", message);
        json.WriteString("function", function);
        if (Invocation is { } invocation)
        {
            json.WriteString("requestId", invocation.RequestId);
            if (invocation.TraceId is { } trace)
                json.WriteString("traceId", trace);
        }

        foreach (var (name, value) in fields)
            value.Write(json, name);
        if (exception is not null)
            Write(json, exception);
        json.WriteEndObject();
        json.Flush();
        output.Write(line);
    }

    private static void Write(Utf8JsonWriter json, Exception exception)
    {
        ((LogValue)exception.GetType().Name).Write(json, "errorType");
        ((LogValue)exception.Message).Write(json, "errorMessage");
        var trace = exception.ToString().AsSpan();
        json.WriteString("stackTrace", trace[..Math.Min(trace.Length, LongestStackTrace)]);
    }
}

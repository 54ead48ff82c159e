using System.Text;
using System.Text.Json;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda.Tests.Telemetry;

public sealed class JsonLogTests : IDisposable
{
    private readonly MemoryStream _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_line_is_one_JSON_object_with_time_level_message_and_function_first()
    {
        Log().Info("stop decided", ("stop", "stop-abc"));

        var text = Text();
        text.ShouldEndWith("}\n");
        using var line = JsonDocument.Parse(text);
        line.RootElement.EnumerateObject().Select(field => field.Name).ShouldBe(["timestamp", "level", "message", "function", "stop"]);
        line.RootElement.GetProperty("timestamp").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        text.ShouldContain("\"level\":\"INFO\",\"message\":\"stop decided\",\"function\":\"meter\",\"stop\":\"stop-abc\"");
    }

    [Fact]
    public void A_line_within_an_invocation_names_it()
    {
        var log = Log();
        log.Invocation = new InvocationIds("request-1", "Root=1-a");

        log.Info("one");
        log.Invocation = log.Invocation with { TraceId = null };
        log.Info("two");
        log.Invocation = null;
        log.Info("three");

        var lines = Text().Split('\n');
        lines[0].ShouldEndWith("\"function\":\"meter\",\"requestId\":\"request-1\",\"traceId\":\"Root=1-a\"}");
        lines[1].ShouldEndWith("\"function\":\"meter\",\"requestId\":\"request-1\"}");
        lines[2].ShouldEndWith("\"function\":\"meter\"}");
    }

    [Fact]
    public void Each_kind_of_value_keeps_its_kind()
    {
        Log().Info(
            "all of them",
            ("text", "a"),
            ("none", (string?)null),
            ("int", 1),
            ("long", long.MaxValue),
            ("decimal", 0.000_000_1m),
            ("bool", true),
            ("time", new DateTimeOffset(2025, 6, 1, 14, 0, 0, TimeSpan.FromHours(2))),
            ("never", (DateTimeOffset?)null),
            ("took", TimeSpan.FromMicroseconds(1500)));

        Text().ShouldContain(
            "\"text\":\"a\",\"none\":null,\"int\":1,\"long\":9223372036854775807,\"decimal\":0.0000001,\"bool\":true,"
            + "\"time\":\"2025-06-01T12:00:00Z\",\"never\":null,\"took\":1.5}");
    }

    [Fact]
    public void Text_from_outside_breaks_no_line()
    {
        const string hostile = "a\nb\r\0\u001b[31m\u2028\"}{\ud800";

        Log().Info("hostile", ("caller", hostile));

        var text = Text();
        text.Count(letter => letter == '\n').ShouldBe(1);
        text.ShouldAllBe(letter => letter == '\n' || (letter >= ' ' && letter <= '~'));
        using var line = JsonDocument.Parse(text);
        line.RootElement.GetProperty("caller").GetString().ShouldBe(hostile.Replace('\ud800', '\ufffd'));
    }

    [Fact]
    public void Long_text_is_cut_and_never_within_a_letter()
    {
        Log().Info("long", ("plain", new string('a', 5000)), ("pairs", "a" + string.Concat(Enumerable.Repeat("😀", 1000))));

        using var line = JsonDocument.Parse(Text());
        line.RootElement.GetProperty("plain").GetString()!.Length.ShouldBe(LogValue.LongestText);
        line.RootElement.GetProperty("pairs").GetString()!.Length.ShouldBe(LogValue.LongestText - 1);
    }

    [Fact]
    public void An_exception_gives_its_type_message_and_stack()
    {
        var thrown = Should.Throw<InvalidOperationException>(() => throw new InvalidOperationException("no"));

        Log().Error("failed", thrown, ("attempt", 2));

        using var line = JsonDocument.Parse(Text());
        line.RootElement.GetProperty("level").GetString().ShouldBe("ERROR");
        line.RootElement.GetProperty("attempt").GetInt32().ShouldBe(2);
        line.RootElement.GetProperty("errorType").GetString().ShouldBe("InvalidOperationException");
        line.RootElement.GetProperty("errorMessage").GetString().ShouldBe("no");
        line.RootElement.GetProperty("stackTrace").GetString()!.ShouldContain(nameof(JsonLogTests));
    }

    [Theory]
    [InlineData("DEBUG", "DEBUG INFO WARN ERROR")]
    [InlineData("TRACE", "DEBUG INFO WARN ERROR")]
    [InlineData("INFO", "INFO WARN ERROR")]
    [InlineData("warn", "WARN ERROR")]
    [InlineData("ERROR", "ERROR")]
    [InlineData("FATAL", "")]
    [InlineData(null, "INFO WARN ERROR")]
    [InlineData("verbose", "INFO WARN ERROR")]
    public void Lines_below_the_least_level_are_left_out(string? least, string written)
    {
        var log = Log(LogLevels.Parse(least));

        log.Debug("line");
        log.Info("line");
        log.Warn("line");
        log.Error("line");

        var levels = Text().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('"')[7]);
        string.Join(' ', levels).ShouldBe(written);
    }

    [Fact]
    public async Task Lines_of_many_threads_stay_whole()
    {
        var log = Log();

        await Parallel.ForAsync(0, 200, (i, _) =>
        {
            log.Info("parallel", ("i", i), ("pad", new string('x', 500)));
            return ValueTask.CompletedTask;
        });

        var seen = Text().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("i").GetInt32();
        });
        seen.Order().ShouldBe(Enumerable.Range(0, 200));
    }

    private JsonLog Log(LogLevel least = LogLevel.Info) => new(new OutputLines(_output), "meter", least, TimeProvider.System);

    private string Text() => Encoding.UTF8.GetString(_output.ToArray());
}
